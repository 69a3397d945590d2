package cloudtest

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Cluster is one of Aurora, Serverless v2.
type Cluster struct {
	Status          string
	Version         string
	Min, Max        float64
	Pause           int  // seconds; 0 is never
	Cannot          bool // pause: its version is too old
	Storage         int  // GB
	Protected, HTTP bool
	Retention       int // days
	Subnets         string
	Groups          []string
	Parameters      string
	Secret          string
	Instances       []string

	slow int
	next string // the status after that; "gone" ends it
}

// Snapshot is one of a cluster.
type Snapshot struct {
	Cluster, Status, Version string
	Created                  string // RFC 3339
	Storage                  int
	Tags                     map[string]string

	slow int
}

// ARN is a cluster's.
func ARN(id string) string { return "arn:aws:rds:" + Region + ":" + Number + ":cluster:" + id }

func snapshotARN(id string) string {
	return "arn:aws:rds:" + Region + ":" + Number + ":cluster-snapshot:" + id
}

// query answers the services whose calls are forms and whose answers are XML.
func (a *Account) query(service string, body []byte) (func() (reply, *fault), string) {
	form, err := url.ParseQuery(string(body))
	operation := form.Get("Action")
	if err != nil || operation == "" {
		return nil, "unreadable"
	}
	wrap := func(inner string) reply {
		return reply{status: http.StatusOK, body: fmt.Sprintf("<%[1]sResponse><%[1]sResult>%[2]s</%[1]sResult></%[1]sResponse>", operation, inner)}
	}
	switch {
	case service == "sts" && operation == "GetCallerIdentity":
		return func() (reply, *fault) {
			return wrap("<Account>" + Number + "</Account><UserId>u</UserId><Arn>arn:aws:iam::" + Number + ":user/ann</Arn>"), nil
		}, operation
	case service == "monitoring" && operation == "GetMetricStatistics":
		return func() (reply, *fault) {
			if a.Capacity < 0 {
				return wrap("<Datapoints></Datapoints>"), nil
			}
			figure := a.Capacity
			if form.Get("MetricName") == "VolumeBytesUsed" {
				figure = 3.5 * (1 << 30)
			}
			return wrap(fmt.Sprintf("<Datapoints><member><Timestamp>2026-11-29T12:00:00Z</Timestamp><Average>9</Average></member><member><Timestamp>2026-11-29T12:04:00Z</Timestamp><Average>%v</Average></member></Datapoints>", figure)), nil
		}, operation
	case service != "rds":
		return nil, operation
	}
	return func() (reply, *fault) {
		inner, refused := a.rds(operation, form)
		return wrap(inner), refused
	}, operation
}

func (a *Account) rds(operation string, form url.Values) (string, *fault) {
	id := form.Get("DBClusterIdentifier")
	switch operation {
	case "DescribeDBClusterSnapshots":
		return a.snapshots(form), nil
	case "AddTagsToResource":
		return a.tagged(form)
	case "DescribeDBInstances":
		return a.instances(form.Get("Filters.Filter.1.Values.Value.1")), nil
	case "DeleteDBInstance":
		for _, c := range a.Clusters {
			c.Instances = slices.DeleteFunc(c.Instances, func(name string) bool { return name == form.Get("DBInstanceIdentifier") })
		}
		return "", nil
	case "RestoreDBClusterFromSnapshot":
		return a.restored(id, form)
	}
	c := a.Clusters[id]
	if c == nil {
		return "", &fault{http.StatusNotFound, "DBClusterNotFoundFault", "DBCluster " + id + " not found."}
	}
	wrong := &fault{http.StatusBadRequest, "InvalidDBClusterStateFault", "DbCluster " + id + " is in " + c.Status + " state"}
	switch operation {
	case "DescribeDBClusters":
		if c.settles(); c.Status == "gone" {
			delete(a.Clusters, id)
			return "", &fault{http.StatusNotFound, "DBClusterNotFoundFault", "DBCluster " + id + " not found."}
		}
		return "<DBClusters>" + c.xml(id) + "</DBClusters>", nil
	case "ModifyDBCluster":
		return a.modified(id, c, form)
	case "StopDBCluster":
		if c.Status != "available" {
			return "", wrong
		}
		c.becomes("stopping", "stopped", a.Slow)
	case "StartDBCluster":
		if c.Status != "stopped" {
			return "", wrong
		}
		c.becomes("starting", "available", a.Slow)
	case "CreateDBInstance":
		c.Instances = append(c.Instances, form.Get("DBInstanceIdentifier"))
		return "", nil
	case "DeleteDBCluster":
		return a.deleted(id, c, form)
	default:
		return "", &fault{http.StatusNotImplemented, "UnknownOperation", operation}
	}
	return c.xml(id), nil
}

func (c *Cluster) becomes(now, then string, slow int) {
	c.Status, c.next, c.slow = now, then, slow
}

func (c *Cluster) settles() {
	if c.next == "" {
		return
	}
	if c.slow > 0 {
		c.slow--
		return
	}
	c.Status, c.next = c.next, ""
}

func (c *Cluster) xml(id string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<DBCluster><DBClusterIdentifier>%s</DBClusterIdentifier><DBClusterArn>%s</DBClusterArn><Status>%s</Status><Engine>aurora-postgresql</Engine><EngineVersion>%s</EngineVersion>", id, ARN(id), c.Status, c.Version)
	fmt.Fprintf(&b, "<ServerlessV2ScalingConfiguration><MinCapacity>%v</MinCapacity><MaxCapacity>%v</MaxCapacity>", c.Min, c.Max)
	if c.Pause > 0 {
		fmt.Fprintf(&b, "<SecondsUntilAutoPause>%d</SecondsUntilAutoPause>", c.Pause)
	}
	fmt.Fprintf(&b, "</ServerlessV2ScalingConfiguration><DeletionProtection>%v</DeletionProtection><HttpEndpointEnabled>%v</HttpEndpointEnabled><BackupRetentionPeriod>%d</BackupRetentionPeriod>", c.Protected, c.HTTP, c.Retention)
	fmt.Fprintf(&b, "<DBSubnetGroup>%s</DBSubnetGroup><DBClusterParameterGroup>%s</DBClusterParameterGroup><MasterUserSecret><SecretArn>%s</SecretArn></MasterUserSecret><VpcSecurityGroups>", c.Subnets, c.Parameters, c.Secret)
	for _, group := range c.Groups {
		fmt.Fprintf(&b, "<VpcSecurityGroupMembership><VpcSecurityGroupId>%s</VpcSecurityGroupId></VpcSecurityGroupMembership>", group)
	}
	b.WriteString("</VpcSecurityGroups><DBClusterMembers>")
	for _, name := range c.Instances {
		fmt.Fprintf(&b, "<DBClusterMember><DBInstanceIdentifier>%s</DBInstanceIdentifier></DBClusterMember>", name)
	}
	b.WriteString("</DBClusterMembers></DBCluster>")
	return b.String()
}

func (a *Account) instances(cluster string) string {
	var b strings.Builder
	b.WriteString("<DBInstances>")
	if c := a.Clusters[cluster]; c != nil {
		for _, name := range c.Instances {
			fmt.Fprintf(&b, "<DBInstance><DBInstanceIdentifier>%s</DBInstanceIdentifier><DBInstanceClass>db.serverless</DBInstanceClass><DBInstanceStatus>%s</DBInstanceStatus></DBInstance>", name, c.Status)
		}
	}
	b.WriteString("</DBInstances>")
	return b.String()
}

func (a *Account) modified(id string, c *Cluster, form url.Values) (string, *fault) {
	number := func(name string, to float64) float64 {
		if n, err := strconv.ParseFloat(form.Get(name), 64); err == nil {
			return n
		}
		return to
	}
	if c.Cannot && number("ServerlessV2ScalingConfiguration.MinCapacity", 1) == 0 {
		return "", &fault{http.StatusBadRequest, "InvalidParameterCombination", "The engine version does not support a minimum capacity of 0"}
	}
	c.Min = number("ServerlessV2ScalingConfiguration.MinCapacity", c.Min)
	c.Max = number("ServerlessV2ScalingConfiguration.MaxCapacity", c.Max)
	c.Pause = int(number("ServerlessV2ScalingConfiguration.SecondsUntilAutoPause", float64(c.Pause)))
	if form.Get("EnableHttpEndpoint") == "true" {
		c.HTTP = true
	}
	if form.Get("ManageMasterUserPassword") == "true" {
		c.Secret = "arn:aws:secretsmanager:" + Region + ":" + Number + ":secret:rds!another"
	}
	return c.xml(id), nil
}

func (a *Account) deleted(id string, c *Cluster, form url.Values) (string, *fault) {
	switch {
	case c.Protected:
		return "", &fault{http.StatusBadRequest, "InvalidParameterCombination", "Cannot delete protected Cluster, please disable deletion protection and try again."}
	case len(c.Instances) > 0:
		return "", &fault{http.StatusBadRequest, "InvalidDBClusterStateFault", "Cluster cannot be deleted, it still contains DB instances in non-deleting state."}
	}
	if name := form.Get("FinalDBSnapshotIdentifier"); name != "" && form.Get("SkipFinalSnapshot") != "true" {
		if a.Snapshots == nil {
			a.Snapshots = map[string]*Snapshot{}
		}
		a.Snapshots[name] = &Snapshot{Cluster: id, Status: "creating", Version: c.Version, Created: a.time().UTC().Format("2006-01-02T15:04:05Z"), Storage: c.Storage, Tags: map[string]string{}, slow: a.Slow}
	}
	c.becomes("deleting", "gone", a.Slow)
	return c.xml(id), nil
}

func (a *Account) snapshots(form url.Values) string {
	var b strings.Builder
	b.WriteString("<DBClusterSnapshots>")
	left, more := a.Page, ""
	for _, id := range slices.Sorted(maps.Keys(a.Snapshots)) {
		s := a.Snapshots[id]
		if id < form.Get("Marker") {
			continue
		}
		if named := form.Get("DBClusterSnapshotIdentifier"); named != "" && named != id {
			continue
		}
		if of := form.Get("DBClusterIdentifier"); of != "" && of != s.Cluster {
			continue
		}
		if a.Page > 0 && left == 0 {
			more = "<Marker>" + escape(id) + "</Marker>"
			break
		}
		left--
		if s.Status == "creating" {
			if s.slow--; s.slow < 0 {
				s.Status = "available"
			}
		}
		fmt.Fprintf(&b, "<DBClusterSnapshot><DBClusterSnapshotIdentifier>%s</DBClusterSnapshotIdentifier><DBClusterSnapshotArn>%s</DBClusterSnapshotArn><DBClusterIdentifier>%s</DBClusterIdentifier><Status>%s</Status><Engine>aurora-postgresql</Engine><EngineVersion>%s</EngineVersion><SnapshotCreateTime>%s</SnapshotCreateTime><AllocatedStorage>%d</AllocatedStorage><TagList>",
			id, snapshotARN(id), s.Cluster, s.Status, s.Version, s.Created, s.Storage)
		for _, key := range slices.Sorted(maps.Keys(s.Tags)) {
			fmt.Fprintf(&b, "<Tag><Key>%s</Key><Value>%s</Value></Tag>", escape(key), escape(s.Tags[key]))
		}
		b.WriteString("</TagList></DBClusterSnapshot>")
	}
	b.WriteString("</DBClusterSnapshots>" + more)
	return b.String()
}

func (a *Account) tagged(form url.Values) (string, *fault) {
	for id, s := range a.Snapshots {
		if snapshotARN(id) != form.Get("ResourceName") {
			continue
		}
		for n := 1; form.Has(fmt.Sprintf("Tags.Tag.%d.Key", n)); n++ {
			s.Tags[form.Get(fmt.Sprintf("Tags.Tag.%d.Key", n))] = form.Get(fmt.Sprintf("Tags.Tag.%d.Value", n))
		}
		return "", nil
	}
	return "", &fault{http.StatusNotFound, "DBClusterSnapshotNotFoundFault", "not found"}
}

func (a *Account) restored(id string, form url.Values) (string, *fault) {
	s := a.Snapshots[form.Get("SnapshotIdentifier")]
	switch {
	case s == nil:
		return "", &fault{http.StatusNotFound, "DBClusterSnapshotNotFoundFault", "not found"}
	case a.Clusters[id] != nil:
		return "", &fault{http.StatusBadRequest, "DBClusterAlreadyExistsFault", "exists"}
	}
	c := &Cluster{Version: form.Get("EngineVersion"), Storage: s.Storage, Subnets: form.Get("DBSubnetGroupName"), Parameters: form.Get("DBClusterParameterGroupName"), Protected: form.Get("DeletionProtection") == "true"}
	c.Retention, _ = strconv.Atoi(form.Get("BackupRetentionPeriod"))
	c.Min, _ = strconv.ParseFloat(form.Get("ServerlessV2ScalingConfiguration.MinCapacity"), 64)
	c.Max, _ = strconv.ParseFloat(form.Get("ServerlessV2ScalingConfiguration.MaxCapacity"), 64)
	c.Pause, _ = strconv.Atoi(form.Get("ServerlessV2ScalingConfiguration.SecondsUntilAutoPause"))
	for n := 1; form.Has(fmt.Sprintf("VpcSecurityGroupIds.VpcSecurityGroupId.%d", n)); n++ {
		c.Groups = append(c.Groups, form.Get(fmt.Sprintf("VpcSecurityGroupIds.VpcSecurityGroupId.%d", n)))
	}
	c.becomes("creating", "available", a.Slow)
	a.Clusters[id] = c
	return c.xml(id), nil
}
