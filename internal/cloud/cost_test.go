package cloud_test

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/cloud"
	"alex/internal/cloud/cloudtest"
)

const cluster = "alex-prod"

func clusterOf() *cloudtest.Account {
	return &cloudtest.Account{Capacity: 1.5, Slow: 2, Clusters: map[string]*cloudtest.Cluster{cluster: {
		Status: "available", Version: "15.10", Min: 0.5, Max: 4, Storage: 3, HTTP: true, Retention: 7, Subnets: "alex-prod-db", Groups: []string{"sg-1", "sg-2"},
		Parameters: "alex-prod-pg", Secret: plain, Instances: []string{"alex-prod-1"},
	}}}
}

func database(t *testing.T, service *cloudtest.Account) (*cloud.Database, *clock) {
	t.Helper()
	account, c := over(t, service)
	ref, err := cloud.ParseCluster("", "rdsdata://alex?cluster="+cloudtest.ARN(cluster)+"&secret="+plain)
	if err != nil {
		t.Fatal(err)
	}
	return account.Database(ref), c
}

func TestClusterIsNamed(t *testing.T) {
	t.Parallel()
	url := "rdsdata://alex?cluster=" + cloudtest.ARN(cluster) + "&secret=" + plain
	for name, c := range map[string]struct {
		cluster, url string
		want         cloud.ClusterRef
		says         string
	}{
		"by the URL":          {"", url, cloud.ClusterRef{ID: cluster, Region: "eu-central-1", ARN: cloudtest.ARN(cluster), Secret: plain, Name: "alex"}, ""},
		"by id":               {cluster, "", cloud.ClusterRef{ID: cluster}, ""},
		"by ARN":              {cloudtest.ARN(cluster), "", cloud.ClusterRef{ID: cluster, Region: "eu-central-1", ARN: cloudtest.ARN(cluster)}, ""},
		"both":                {cluster, url, cloud.ClusterRef{ID: cluster, Region: "eu-central-1", ARN: cloudtest.ARN(cluster), Secret: plain, Name: "alex"}, ""},
		"its name elsewhere":  {strings.ReplaceAll(cloudtest.ARN(cluster), "eu-central-1", "us-east-1"), url, cloud.ClusterRef{ID: cluster, Region: "us-east-1", ARN: strings.ReplaceAll(cloudtest.ARN(cluster), "eu-central-1", "us-east-1")}, ""},
		"another one":         {"other", url, cloud.ClusterRef{ID: "other"}, ""},
		"by id, no URL":       {cluster, "rdsdata://%zz", cloud.ClusterRef{ID: cluster}, ""},
		"not at all":          {"", "", cloud.ClusterRef{}, "cluster: is not named"},
		"a server's URL":      {"", "postgres://hunter2@h/alex", cloud.ClusterRef{}, "cluster: is not named"},
		"a URL without one":   {"", "rdsdata://alex?secret=hunter2", cloud.ClusterRef{}, "ALEX_DATABASE_URL: has no cluster=ARN"},
		"what cannot be one":  {"Alex Prod", "", cloud.ClusterRef{}, "cluster: is no id or ARN"},
		"an ARN of something": {plain, "", cloud.ClusterRef{}, "cluster: is no id or ARN"},
	} {
		got, err := cloud.ParseCluster(c.cluster, c.url)
		if c.says == "" {
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("%s: %v %s", name, err, diff)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: it says %v", name, err)
		}
	}
}

// TestCostStatus: what is there, what it does now, and a bill by the list.
func TestCostStatus(t *testing.T) {
	t.Parallel()
	service := clusterOf()
	db, _ := database(t, service)
	got, err := db.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := cloud.Status{
		ID: cluster, State: "available", Engine: "aurora-postgresql 15.10", Min: 0.5, Max: 4, Now: 1.5, StorageGB: 4, Retention: 7, DataAPI: true,
		Instances: []cloud.Instance{{ID: "alex-prod-1", Class: "db.serverless", State: "available"}},
		Bill:      cloud.Bill{Least: 0.5*0.12*730 + 0.4, Most: 4*0.12*730 + 0.4},
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })); diff != "" {
		t.Error(diff)
	}
	service.Do(func() { service.Capacity, service.Clusters[cluster].Status = -1, "stopped" })
	if got, err = db.Status(t.Context()); err != nil || got.Now != -1 || got.StorageGB != -1 || got.Bill != (cloud.Bill{Stopped: true}) {
		t.Errorf("stopped it is %+v, %v", got, err)
	}
	for action, says := range map[string]string{
		"rds:DescribeDBClusters": "lack rds:DescribeDBClusters on", "rds:DescribeDBInstances": "lack rds:DescribeDBInstances on",
		"monitoring:GetMetricStatistics": "lack cloudwatch:GetMetricStatistics on *",
	} {
		service.Do(func() {
			service.Refuse = func(asked string, _ int) (int, string, string) {
				if asked != action {
					return 0, "", ""
				}
				return 403, "AccessDenied", "hunter2"
			}
		})
		if _, err := db.Status(t.Context()); alex.CodeOf(err) != alex.CodeForbidden || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: it says %v", action, err)
		}
	}
}

// TestCostPause: the cluster rests by itself, or is stopped where it cannot.
func TestCostPause(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change  func(*cloudtest.Cluster)
		stopped bool
		code    alex.Code
		calls   string // that change something
	}{
		"rests":             {func(*cloudtest.Cluster) {}, false, "", "rds:ModifyDBCluster"},
		"rests already":     {func(c *cloudtest.Cluster) { c.Min, c.Pause = 0, 300 }, false, "", ""},
		"rests later":       {func(c *cloudtest.Cluster) { c.Min, c.Pause = 0, 3600 }, false, "", "rds:ModifyDBCluster"},
		"cannot rest":       {func(c *cloudtest.Cluster) { c.Cannot = true }, true, "", "rds:ModifyDBCluster rds:StopDBCluster"},
		"is stopped":        {func(c *cloudtest.Cluster) { c.Status = "stopped" }, true, "", ""},
		"is being modified": {func(c *cloudtest.Cluster) { c.Status = "modifying" }, false, alex.CodeConflict, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := clusterOf()
			c.change(service.Clusters[cluster])
			db, _ := database(t, service)
			stopped, err := db.Pause(t.Context())
			if stopped != c.stopped || alex.CodeOf(err) != c.code && err != nil || c.code != "" && err == nil {
				t.Errorf("Pause() = %v, %v", stopped, err)
			}
			if got := strings.Join(changing(service), " "); got != c.calls {
				t.Errorf("it calls %s", got)
			}
			if is := service.Clusters[cluster]; err == nil && !stopped && (is.Min != 0 || is.Pause != 300 || is.Max != 4) {
				t.Errorf("it is %+v", is)
			} else if stopped && is.Status != "stopped" {
				t.Errorf("it is %s", is.Status)
			}
		})
	}
}

func changing(service *cloudtest.Account) []string {
	return slices.DeleteFunc(service.Calls(), func(c string) bool { return strings.Contains(c, ":Describe") || strings.Contains(c, ":Get") })
}

// TestCostResume starts what was stopped, waits for what wakes up, and asks nothing
// where it has no login.
func TestCostResume(t *testing.T) {
	t.Parallel()
	service := clusterOf()
	service.Clusters[cluster].Status, service.Resuming = "stopped", 4
	db, c := database(t, service)
	began := c.Now()
	woken, err := db.Resume(t.Context())
	if err != nil || !woken || service.Count("rds-data:ExecuteStatement") != 5 || service.Count("rds:StartDBCluster") != 1 {
		t.Errorf("Resume() = %v, %v after %q", woken, err, service.Calls())
	}
	if took := c.Now().Sub(began); took != 2*10*time.Second+4*3*time.Second {
		t.Errorf("it took %v", took)
	}
	service.Do(func() { service.Resuming = 1 << 20 })
	if _, err := db.Resume(t.Context()); alex.CodeOf(err) != alex.CodeUnavailable || !strings.Contains(err.Error(), "still wakes up after 3m0s") {
		t.Errorf("where it never wakes: %v", err)
	}
	service.Do(func() { service.Refuse = denying("rds-data:ExecuteStatement", cloudtest.ARN(cluster)) })
	if _, err := db.Resume(t.Context()); alex.CodeOf(err) != alex.CodeForbidden || !strings.Contains(err.Error(), "lack rds-data:ExecuteStatement on "+cloudtest.ARN(cluster)) {
		t.Errorf("not allowed: %v", err)
	}
	account, _ := over(t, clusterOf())
	if woken, err := account.Database(cloud.ClusterRef{ID: cluster}).Resume(t.Context()); woken || err != nil {
		t.Errorf("without a login: %v, %v", woken, err)
	}
	if _, err := account.Database(cloud.ClusterRef{ID: "none"}).Resume(t.Context()); alex.CodeOf(err) != alex.CodeNotFound {
		t.Errorf("one that is not there: %v", err)
	}
}

// TestCostDestroyAndRecreate: what comes back is what was there, from the newest
// snapshot.
func TestCostDestroyAndRecreate(t *testing.T) {
	t.Parallel()
	service := clusterOf()
	service.Clusters[cluster].Min, service.Clusters[cluster].Pause, service.Page = 0, 300, 1
	was := *service.Clusters[cluster]
	was.Instances = slices.Clone(was.Instances)
	service.Snapshots = map[string]*cloudtest.Snapshot{
		"alex-prod-final-20200101-000000": {Cluster: cluster, Status: "available", Created: "2020-01-01T00:00:00Z", Tags: map[string]string{}},
		"alex-prod-by-hand":               {Cluster: cluster, Status: "available", Created: "2030-01-01T00:00:00Z", Tags: map[string]string{}},
	}
	db, c := database(t, service)
	name := db.SnapshotName(c.Now())
	if name != "alex-prod-final-20261129-120500" {
		t.Errorf("the snapshot is %s", name)
	}
	var told []string
	tell := func(step string) { told = append(told, step) }
	if _, _, err := db.Recreate(t.Context(), "", tell); alex.CodeOf(err) != alex.CodeConflict || len(changing(service)) != 0 {
		t.Errorf("over what is there: %v", err)
	}
	if err := db.Destroy(t.Context(), name, tell); err != nil {
		t.Fatal(err)
	}
	if service.Clusters[cluster] != nil || service.Snapshots[name].Status != "available" {
		t.Errorf("left are %v and %+v", slices.Collect(maps.Keys(service.Clusters)), service.Snapshots[name])
	}
	if diff := cmp.Diff([]string{"the server alex-prod-1 is being deleted", "the cluster alex-prod is being deleted", "the snapshot " + name + " is whole"}, told); diff != "" {
		t.Error(diff)
	}
	from, secret, err := db.Recreate(t.Context(), "", tell)
	if err != nil || from != name || secret == "" || secret == plain {
		t.Fatalf("Recreate() = %s, %s, %v", from, secret, err)
	}
	is := *service.Clusters[cluster]
	was.Secret, was.Protected = secret, true
	if diff := cmp.Diff(was, is, cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "slow" || p.String() == "next" }, cmp.Ignore())); diff != "" {
		t.Error(diff)
	}
	if _, _, err := db.Recreate(t.Context(), "", tell); alex.CodeOf(err) != alex.CodeConflict {
		t.Errorf("again: %v", err)
	}
}

// TestCostDestroyWithoutASnapshot makes none, and what is protected stays.
func TestCostDestroyWithoutASnapshot(t *testing.T) {
	t.Parallel()
	service := clusterOf()
	service.Clusters[cluster].Protected = true
	db, _ := database(t, service)
	quiet := func(string) {}
	err := db.Destroy(t.Context(), "x", quiet)
	if alex.CodeOf(err) != alex.CodeConflict || !strings.Contains(err.Error(), "deletion_protection = false") || len(changing(service)) != 0 {
		t.Errorf("protected: %v after %q", err, service.Calls())
	}
	service.Do(func() { service.Clusters[cluster].Protected, service.Clusters[cluster].Status = false, "stopped" })
	if err := db.MayDestroy(t.Context(), true); alex.CodeOf(err) != alex.CodeConflict || !strings.Contains(err.Error(), "alex cost resume first") {
		t.Errorf("stopped: %v", err)
	}
	if err := db.MayDestroy(t.Context(), false); err != nil {
		t.Errorf("stopped, without a snapshot: %v", err)
	}
	if err := db.Destroy(t.Context(), "", quiet); err != nil || len(service.Snapshots) != 0 || service.Clusters[cluster] != nil {
		t.Errorf("Destroy() = %v, snapshots %v", err, service.Snapshots)
	}
	if _, _, err := db.Recreate(t.Context(), "", quiet); alex.CodeOf(err) != alex.CodeNotFound || !strings.Contains(err.Error(), "terraform apply") {
		t.Errorf("from nothing: %v", err)
	}
	service.Do(func() {
		service.Snapshots = map[string]*cloudtest.Snapshot{"alex-prod-final-1": {Cluster: cluster, Status: "available", Created: "2026-01-01T00:00:00Z"}}
	})
	if _, _, err := db.Recreate(t.Context(), "", quiet); alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), `snapshot_identifier = "alex-prod-final-1"`) || len(service.Clusters) != 0 {
		t.Errorf("without its settings: %v", err)
	}
}

// TestCostDestroyBreaksOff keeps the data whatever fails, and says where it stands.
func TestCostDestroyBreaksOff(t *testing.T) {
	t.Parallel()
	for action, says := range map[string]string{
		"rds:DeleteDBInstance":  "lack rds:DeleteDBInstance on",
		"rds:DeleteDBCluster":   "its servers are being deleted, its data are there: RDS refuses",
		"rds:AddTagsToResource": "its settings were not noted down, so that terraform apply has to recreate it",
	} {
		service := clusterOf()
		service.Refuse = denying(action, cloudtest.ARN(cluster))
		db, _ := database(t, service)
		err := db.Destroy(t.Context(), "alex-prod-final-1", func(string) {})
		if alex.CodeOf(err) != alex.CodeForbidden || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: it says %v", action, err)
		}
		if service.Clusters[cluster] == nil && service.Snapshots["alex-prod-final-1"] == nil {
			t.Errorf("%s: the data are lost", action)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	service := clusterOf()
	service.Slow = 1 << 20
	db, _ := database(t, service)
	err := db.Destroy(ctx, "alex-prod-final-1", func(step string) {
		if strings.HasPrefix(step, "the cluster") {
			cancel()
		}
	})
	if err == nil || service.Snapshots["alex-prod-final-1"] == nil {
		t.Errorf("given up: %v", err)
	}
}
