package cloud

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"

	"alex"
)

// Tags of a final snapshot: what a snapshot does not hold of the cluster.
const (
	tagSubnets    = "alex:subnets"
	tagGroups     = "alex:groups"
	tagParameters = "alex:parameters"
	tagCapacity   = "alex:capacity" // lowest, highest, seconds until it pauses
	tagInstances  = "alex:instances"
	tagBackups    = "alex:backups" // days
)

// mayDestroy is why the cluster cannot be destroyed now, nil where it can.
func (d *Database) mayDestroy(c types.DBCluster, snapshot bool) error {
	switch state := aws.ToString(c.Status); {
	case aws.ToBool(c.DeletionProtection):
		return alex.Errorf(alex.CodeConflict, "the cluster %[1]s is protected from deletion: set deletion_protection = false in Terraform and apply, or run aws rds modify-db-cluster --db-cluster-identifier %[1]s --no-deletion-protection --apply-immediately; then come again", d.ref.ID)
	case state == "deleting":
		return alex.Errorf(alex.CodeConflict, "the cluster %s is being deleted already", d.ref.ID)
	case snapshot && state != "available":
		return alex.Errorf(alex.CodeConflict, "the cluster %s is %s, and a snapshot can be made of one that is available alone: run alex cost resume first", d.ref.ID, state)
	}
	return nil
}

// MayDestroy says why the cluster cannot be destroyed now, with a final snapshot or
// without.
func (d *Database) MayDestroy(ctx context.Context, snapshot bool) error {
	c, err := d.look(ctx)
	if err != nil {
		return err
	}
	return d.mayDestroy(c, snapshot)
}

// SnapshotName is that of a final snapshot at a time.
func (d *Database) SnapshotName(at time.Time) string {
	return d.ref.ID + "-final-" + at.UTC().Format("20060102-150405")
}

// Destroy deletes the cluster, its servers first, and waits until it is gone. Before
// that all of it is in a final snapshot of the given name, with what is needed to
// recreate the cluster; where the name is empty there is none, and everything is lost.
// Tell hears of each step.
func (d *Database) Destroy(ctx context.Context, snapshot string, tell func(string)) error {
	c, err := d.look(ctx)
	if err != nil {
		return err
	}
	if err := d.mayDestroy(c, snapshot != ""); err != nil {
		return err
	}
	tags := settingsOf(c)
	list, err := d.instances(ctx)
	if err != nil {
		return err
	}
	for _, i := range list {
		if _, err := d.client.DeleteDBInstance(ctx, &rds.DeleteDBInstanceInput{DBInstanceIdentifier: &i.ID, SkipFinalSnapshot: aws.Bool(true)}); err != nil {
			return failed(ctx, call{"rds:DeleteDBInstance", "instance " + i.ID}, err)
		}
		tell("the server " + i.ID + " is being deleted")
	}
	in := &rds.DeleteDBClusterInput{DBClusterIdentifier: &d.ref.ID, SkipFinalSnapshot: aws.Bool(snapshot == "")}
	if snapshot != "" {
		in.FinalDBSnapshotIdentifier = &snapshot
	}
	if _, err := d.client.DeleteDBCluster(ctx, in); err != nil {
		return fmt.Errorf("its servers are being deleted, its data are there: %w", failed(ctx, d.call("DeleteDBCluster"), err))
	}
	tell("the cluster " + d.ref.ID + " is being deleted")
	if snapshot != "" {
		if err := d.kept(ctx, snapshot, tags); err != nil {
			return err
		}
		tell("the snapshot " + snapshot + " is whole")
	}
	return d.gone(ctx)
}

// settingsOf are a cluster's as tags of a snapshot; lists are between spaces, because
// tags hold no commas.
func settingsOf(c types.DBCluster) []types.Tag {
	var groups, servers []string
	for _, g := range c.VpcSecurityGroups {
		groups = append(groups, aws.ToString(g.VpcSecurityGroupId))
	}
	for _, m := range c.DBClusterMembers {
		servers = append(servers, aws.ToString(m.DBInstanceIdentifier))
	}
	capacity := "0.5 1 0"
	if v2 := c.ServerlessV2ScalingConfiguration; v2 != nil {
		capacity = fmt.Sprintf("%v %v %d", aws.ToFloat64(v2.MinCapacity), aws.ToFloat64(v2.MaxCapacity), aws.ToInt32(v2.SecondsUntilAutoPause))
	}
	tag := func(key, value string) types.Tag { return types.Tag{Key: &key, Value: &value} }
	return []types.Tag{
		tag(tagSubnets, aws.ToString(c.DBSubnetGroup)), tag(tagGroups, strings.Join(groups, " ")), tag(tagParameters, aws.ToString(c.DBClusterParameterGroup)),
		tag(tagCapacity, capacity), tag(tagInstances, strings.Join(servers, " ")), tag(tagBackups, strconv.Itoa(int(aws.ToInt32(c.BackupRetentionPeriod)))),
	}
}

// kept waits until a snapshot is whole, and writes the settings to it.
func (d *Database) kept(ctx context.Context, name string, tags []types.Tag) error {
	ends := d.account.now().Add(clusterTime)
	tagged := false
	for {
		s, err := d.snapshot(ctx, name)
		if err != nil && alex.CodeOf(err) != alex.CodeNotFound { // it may not be listed yet
			return err
		}
		if err == nil && !tagged {
			if _, err := d.client.AddTagsToResource(ctx, &rds.AddTagsToResourceInput{ResourceName: s.DBClusterSnapshotArn, Tags: tags}); err != nil {
				return fmt.Errorf("the cluster is being deleted and the snapshot %s made; its settings were not noted down, so that terraform apply has to recreate it: %w",
					name, failed(ctx, call{"rds:AddTagsToResource", aws.ToString(s.DBClusterSnapshotArn)}, err))
			}
			tagged = true
		}
		switch state := aws.ToString(s.Status); {
		case state == "available":
			return nil
		case state == "failed":
			return alex.Errorf(alex.CodeInternal, "the snapshot %s failed: look at the cluster %s in RDS at once", name, d.ref.ID)
		case !d.account.now().Before(ends):
			return alex.Errorf(alex.CodeUnavailable, "the snapshot %s is not whole after %s: look at it in RDS", name, clusterTime)
		}
		if err := d.account.wait(ctx, clusterEvery); err != nil {
			return fmt.Errorf("the snapshot %s is not whole yet, RDS goes on with it: %w", name, err)
		}
	}
}

func (d *Database) snapshot(ctx context.Context, name string) (types.DBClusterSnapshot, error) {
	answer, err := d.client.DescribeDBClusterSnapshots(ctx, &rds.DescribeDBClusterSnapshotsInput{DBClusterSnapshotIdentifier: &name})
	if err != nil {
		return types.DBClusterSnapshot{}, failed(ctx, call{"rds:DescribeDBClusterSnapshots", "snapshot " + name}, err)
	}
	if len(answer.DBClusterSnapshots) != 1 {
		return types.DBClusterSnapshot{}, alex.Errorf(alex.CodeNotFound, "RDS has no snapshot %s", name)
	}
	return answer.DBClusterSnapshots[0], nil
}

// gone waits until nobody finds the cluster.
func (d *Database) gone(ctx context.Context) error {
	ends := d.account.now().Add(clusterTime)
	for {
		_, err := d.look(ctx)
		switch {
		case alex.CodeOf(err) == alex.CodeNotFound:
			return nil
		case err != nil:
			return err
		case !d.account.now().Before(ends):
			return alex.Errorf(alex.CodeUnavailable, "the cluster %s is there still after %s: look at it in RDS", d.ref.ID, clusterTime)
		}
		if err := d.account.wait(ctx, clusterEvery); err != nil {
			return fmt.Errorf("the cluster %s is being deleted still: %w", d.ref.ID, err)
		}
	}
}

// Recreate makes the cluster again from a final snapshot, the newest where none is
// named, with the settings that were noted down with it, and waits until it can be
// used. It answers the snapshot's name and the ARN of the new login: the old one is not
// good any more.
func (d *Database) Recreate(ctx context.Context, snapshot string, tell func(string)) (from, secret string, err error) {
	if _, err := d.look(ctx); alex.CodeOf(err) != alex.CodeNotFound {
		if err == nil {
			err = alex.Errorf(alex.CodeConflict, "the cluster %s is there: nothing has to be recreated", d.ref.ID)
		}
		return "", "", err
	}
	s, err := d.newest(ctx, snapshot)
	if err != nil {
		return "", "", err
	}
	from = aws.ToString(s.DBClusterSnapshotIdentifier)
	in, servers, err := restoring(s)
	if err != nil {
		return "", "", err
	}
	in.DBClusterIdentifier = &d.ref.ID
	if _, err := d.client.RestoreDBClusterFromSnapshot(ctx, in); err != nil {
		return "", "", failed(ctx, d.call("RestoreDBClusterFromSnapshot"), err)
	}
	tell("the cluster " + d.ref.ID + " is made from " + from)
	if err := d.settled(ctx, "available"); err != nil {
		return "", "", err
	}
	if _, err := d.client.ModifyDBCluster(ctx, &rds.ModifyDBClusterInput{
		DBClusterIdentifier: &d.ref.ID, ApplyImmediately: aws.Bool(true), EnableHttpEndpoint: aws.Bool(true), ManageMasterUserPassword: aws.Bool(true),
	}); err != nil {
		return "", "", failed(ctx, d.call("ModifyDBCluster"), err)
	}
	for _, id := range servers {
		if _, err := d.client.CreateDBInstance(ctx, &rds.CreateDBInstanceInput{
			DBInstanceIdentifier: &id, DBClusterIdentifier: &d.ref.ID, DBInstanceClass: aws.String("db.serverless"), Engine: s.Engine,
		}); err != nil {
			return "", "", failed(ctx, call{"rds:CreateDBInstance", "instance " + id}, err)
		}
		tell("the server " + id + " is made")
	}
	if err := d.serving(ctx); err != nil {
		return "", "", err
	}
	c, err := d.look(ctx)
	if err != nil {
		return "", "", err
	}
	if c.MasterUserSecret != nil {
		secret = aws.ToString(c.MasterUserSecret.SecretArn)
	}
	return from, secret, nil
}

// serving waits until the cluster and each of its servers can be used.
func (d *Database) serving(ctx context.Context) error {
	ends := d.account.now().Add(clusterTime)
	for {
		if err := d.settled(ctx, "available"); err != nil {
			return err
		}
		list, err := d.instances(ctx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(i Instance) bool { return i.State != "available" }) {
			return nil
		}
		if !d.account.now().Before(ends) {
			return alex.Errorf(alex.CodeUnavailable, "the servers of %s cannot be used after %s: look at them in RDS", d.ref.ID, clusterTime)
		}
		if err := d.account.wait(ctx, clusterEvery); err != nil {
			return fmt.Errorf("the servers of %s are being made still: %w", d.ref.ID, err)
		}
	}
}

// newest is the final snapshot of a name, or the last one of the cluster.
func (d *Database) newest(ctx context.Context, name string) (types.DBClusterSnapshot, error) {
	if name != "" {
		return d.snapshot(ctx, name)
	}
	in := &rds.DescribeDBClusterSnapshotsInput{DBClusterIdentifier: &d.ref.ID, SnapshotType: aws.String("manual")}
	var list []types.DBClusterSnapshot
	for more := true; more; more = aws.ToString(in.Marker) != "" {
		page, err := d.client.DescribeDBClusterSnapshots(ctx, in)
		if err != nil {
			return types.DBClusterSnapshot{}, failed(ctx, d.call("DescribeDBClusterSnapshots"), err)
		}
		for _, s := range page.DBClusterSnapshots {
			if strings.HasPrefix(aws.ToString(s.DBClusterSnapshotIdentifier), d.ref.ID+"-final-") && aws.ToString(s.Status) == "available" {
				list = append(list, s)
			}
		}
		in.Marker = page.Marker
	}
	if len(list) == 0 {
		return types.DBClusterSnapshot{}, alex.Errorf(alex.CodeNotFound, "there is no final snapshot of %s that is whole: terraform apply makes a new and empty database", d.ref.ID)
	}
	return slices.MaxFunc(list, func(a, b types.DBClusterSnapshot) int {
		return cmp.Compare(aws.ToTime(a.SnapshotCreateTime).Unix(), aws.ToTime(b.SnapshotCreateTime).Unix())
	}), nil
}

// restoring is what makes a cluster from a snapshot as it was.
func restoring(s types.DBClusterSnapshot) (in *rds.RestoreDBClusterFromSnapshotInput, servers []string, err error) {
	tags := map[string]string{}
	for _, t := range s.TagList {
		tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	capacity := &types.ServerlessV2ScalingConfiguration{}
	var lowest, highest float64
	var seconds, days int32
	_, err = fmt.Sscanf(tags[tagCapacity]+" "+tags[tagBackups], "%g %g %d %d", &lowest, &highest, &seconds, &days)
	servers = strings.Fields(tags[tagInstances])
	if err != nil || len(servers) == 0 || tags[tagSubnets] == "" {
		return nil, nil, alex.Errorf(alex.CodeInvalid, "nobody noted down the settings with the snapshot %[1]s: recreate the cluster by terraform apply, with snapshot_identifier = %[1]q", aws.ToString(s.DBClusterSnapshotIdentifier))
	}
	capacity.MinCapacity, capacity.MaxCapacity = &lowest, &highest
	if seconds > 0 {
		capacity.SecondsUntilAutoPause = &seconds
	}
	in = &rds.RestoreDBClusterFromSnapshotInput{
		SnapshotIdentifier: s.DBClusterSnapshotIdentifier, Engine: s.Engine, EngineVersion: s.EngineVersion,
		DBSubnetGroupName: aws.String(tags[tagSubnets]), VpcSecurityGroupIds: strings.Fields(tags[tagGroups]),
		ServerlessV2ScalingConfiguration: capacity, CopyTagsToSnapshot: aws.Bool(true), DeletionProtection: aws.Bool(true),
	}
	if name := tags[tagParameters]; name != "" {
		in.DBClusterParameterGroupName = &name
	}
	if days > 0 {
		in.BackupRetentionPeriod = &days
	}
	return in, servers, nil
}
