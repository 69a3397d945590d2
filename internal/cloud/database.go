package cloud

import (
	"context"
	"encoding/xml"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"

	"alex"
)

// ClusterRef names a cluster of Aurora, and what its Data API is asked with.
type ClusterRef struct {
	ID     string
	Region string // empty is the account's own
	ARN    string // empty where the id alone is known
	Secret string // ARN of its login; empty where it is not known
	Name   string // of the database within
}

var (
	clusterID  = regexp.MustCompile(`^[a-z](?:-?[a-z0-9]){0,62}$`)
	clusterARN = regexp.MustCompile(`^arn:aws[a-z-]*:rds:([a-z0-9-]+):[0-9]{12}:cluster:([a-z](?:-?[a-z0-9]){0,62})$`)
)

// ParseCluster reads what --cluster names, an id or an ARN, or where it is empty the
// database's URL rdsdata://DATABASE?cluster=ARN&secret=ARN.
func ParseCluster(cluster, databaseURL string) (ClusterRef, error) {
	u, err := url.Parse(databaseURL)
	fromURL := err == nil && u.Scheme == "rdsdata"
	named := ""
	if fromURL {
		named = u.Query().Get("cluster")
	}
	var r ClusterRef
	switch {
	case cluster == "" && !fromURL:
		return r, alex.Invalid("cluster", "is not named: set ALEX_DATABASE_URL to rdsdata://…, or give --cluster ID")
	case cluster == "":
		cluster = named
		if !clusterARN.MatchString(cluster) {
			return r, alex.Invalid("ALEX_DATABASE_URL", "has no cluster=ARN of a cluster of Aurora")
		}
	}
	if arn := clusterARN.FindStringSubmatch(cluster); arn != nil {
		r = ClusterRef{ID: arn[2], Region: arn[1], ARN: cluster}
	} else if clusterID.MatchString(cluster) {
		r = ClusterRef{ID: cluster}
	} else {
		return r, alex.Invalid("cluster", "is no id or ARN of a cluster of Aurora")
	}
	// An id is that of the URL's cluster where that has it, and not of one of the same
	// name in the region that the settings of AWS happen to say.
	if is := clusterARN.FindStringSubmatch(named); is != nil && is[2] == r.ID && (r.ARN == "" || r.ARN == is[0]) {
		r = ClusterRef{ID: r.ID, Region: is[1], ARN: is[0], Secret: u.Query().Get("secret"), Name: u.Host}
	}
	return r, nil
}

// Database is a cluster of Aurora as one pays for it.
type Database struct {
	account *Account
	ref     ClusterRef
	client  *rds.Client
}

// Database is the cluster that is named. Nobody is asked yet.
func (a *Account) Database(r ClusterRef) *Database {
	return &Database{a, r, rds.NewFromConfig(a.in(r.Region))}
}

func (d *Database) call(action string) call {
	return call{"rds:" + action, firstOf(d.ref.ARN, "cluster "+d.ref.ID)}
}

// Status is what a cluster is and costs.
type Status struct {
	ID, State, Engine string
	Instances         []Instance
	Min, Max          float64 // ACU
	Pause             int     // seconds of rest after which it pauses; 0 is never
	Now               float64 // ACU in the last minutes; below 0 where nobody knows
	StorageGB         int     // below 0 where nobody knows
	Retention         int     // days of automated backups
	Protected         bool    // from deletion
	DataAPI           bool
	Restarts          time.Time // AWS starts a stopped cluster by itself then; zero where it does not
	Bill              Bill
}

// Instance is a server of a cluster.
type Instance struct{ ID, Class, State string }

// Status asks for all of it.
func (d *Database) Status(ctx context.Context) (Status, error) {
	c, err := d.look(ctx)
	if err != nil {
		return Status{}, err
	}
	s := Status{
		ID: d.ref.ID, State: aws.ToString(c.Status), Engine: aws.ToString(c.Engine) + " " + aws.ToString(c.EngineVersion),
		Retention: int(aws.ToInt32(c.BackupRetentionPeriod)), Protected: aws.ToBool(c.DeletionProtection), DataAPI: aws.ToBool(c.HttpEndpointEnabled),
		Restarts: aws.ToTime(c.AutomaticRestartTime),
	}
	if v2 := c.ServerlessV2ScalingConfiguration; v2 != nil {
		s.Min, s.Max, s.Pause = aws.ToFloat64(v2.MinCapacity), aws.ToFloat64(v2.MaxCapacity), int(aws.ToInt32(v2.SecondsUntilAutoPause))
	}
	if s.Instances, err = d.instances(ctx); err != nil {
		return Status{}, err
	}
	if s.Now, err = d.metric(ctx, "ServerlessDatabaseCapacity", 30*time.Minute); err != nil {
		return Status{}, err
	}
	used, err := d.metric(ctx, "VolumeBytesUsed", 6*time.Hour)
	if err != nil {
		return Status{}, err
	}
	s.StorageGB = -1
	if used >= 0 {
		s.StorageGB = int(used/(1<<30)) + 1
	}
	s.Bill = s.bill()
	return s, nil
}

func (d *Database) look(ctx context.Context) (types.DBCluster, error) {
	answer, err := d.client.DescribeDBClusters(ctx, &rds.DescribeDBClustersInput{DBClusterIdentifier: &d.ref.ID})
	if err != nil {
		return types.DBCluster{}, failed(ctx, d.call("DescribeDBClusters"), err)
	}
	if len(answer.DBClusters) != 1 {
		return types.DBCluster{}, alex.Errorf(alex.CodeNotFound, "RDS has no cluster %s", d.ref.ID)
	}
	return answer.DBClusters[0], nil
}

func (d *Database) instances(ctx context.Context) ([]Instance, error) {
	in := &rds.DescribeDBInstancesInput{Filters: []types.Filter{{Name: aws.String("db-cluster-id"), Values: []string{d.ref.ID}}}}
	var list []Instance
	for { // the SDK's own pages would make the program megabytes larger
		page, err := d.client.DescribeDBInstances(ctx, in)
		if err != nil {
			return nil, failed(ctx, d.call("DescribeDBInstances"), err)
		}
		for _, i := range page.DBInstances {
			list = append(list, Instance{aws.ToString(i.DBInstanceIdentifier), aws.ToString(i.DBInstanceClass), aws.ToString(i.DBInstanceStatus)})
		}
		if in.Marker = page.Marker; aws.ToString(in.Marker) == "" {
			return list, nil
		}
	}
}

// metric is the newest figure that CloudWatch has of the cluster, no older than back;
// below 0 where it has none.
func (d *Database) metric(ctx context.Context, name string, back time.Duration) (float64, error) {
	now := d.account.now().UTC()
	form := url.Values{
		"Action": {"GetMetricStatistics"}, "Version": {"2010-08-01"}, "Namespace": {"AWS/RDS"}, "MetricName": {name},
		"Dimensions.member.1.Name": {"DBClusterIdentifier"}, "Dimensions.member.1.Value": {d.ref.ID},
		"StartTime": {now.Add(-back).Format(time.RFC3339)}, "EndTime": {now.Format(time.RFC3339)},
		"Period": {"300"}, "Statistics.member.1": {"Average"},
	}
	var answer struct {
		XMLName xml.Name
		Points  []struct {
			Timestamp time.Time
			Average   float64
		} `xml:"GetMetricStatisticsResult>Datapoints>member"`
	}
	err := d.account.ask(ctx, d.ref.Region, question{service: "monitoring", id: "CloudWatch", host: "monitoring", method: "POST", path: "/", kind: formKind, body: []byte(form.Encode())}, &answer)
	if err != nil {
		return -1, failed(ctx, call{"cloudwatch:GetMetricStatistics", "*"}, err)
	}
	newest, figure := time.Time{}, -1.0
	for _, p := range answer.Points {
		if p.Timestamp.After(newest) {
			newest, figure = p.Timestamp, p.Average
		}
	}
	return figure, nil
}

// ACU is a capacity as people read it.
func ACU(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) + " ACU" }
