package cloud

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"

	"alex"
)

const (
	pauseAfter   = 300 // seconds of rest; the shortest that Aurora takes
	clusterTime  = 45 * time.Minute
	clusterEvery = 10 * time.Second
	wakeTime     = 3 * time.Minute
	wakeEvery    = 3 * time.Second
)

// Pause lets the cluster rest at no capacity after five minutes without work, or stops
// it where it cannot rest, and waits for that. Stopped says which.
func (d *Database) Pause(ctx context.Context) (stopped bool, err error) {
	c, err := d.look(ctx)
	if err != nil {
		return false, err
	}
	switch state := aws.ToString(c.Status); {
	case state == "stopped":
		return true, nil
	case state != "available":
		return false, alex.Errorf(alex.CodeConflict, "the cluster %s is %s: come again when it is available", d.ref.ID, state)
	}
	highest := aws.Float64(1)
	if v2 := c.ServerlessV2ScalingConfiguration; v2 != nil {
		if aws.ToFloat64(v2.MinCapacity) == 0 && aws.ToInt32(v2.SecondsUntilAutoPause) == pauseAfter {
			return false, nil
		}
		highest = v2.MaxCapacity
	}
	_, err = d.client.ModifyDBCluster(ctx, &rds.ModifyDBClusterInput{
		DBClusterIdentifier: &d.ref.ID, ApplyImmediately: aws.Bool(true),
		ServerlessV2ScalingConfiguration: &types.ServerlessV2ScalingConfiguration{
			MinCapacity: aws.Float64(0), MaxCapacity: highest, SecondsUntilAutoPause: aws.Int32(pauseAfter),
		},
	})
	if _, code, _ := answered(err); code != "InvalidParameterCombination" && code != "InvalidParameterValue" {
		return false, failed(ctx, d.call("ModifyDBCluster"), err)
	}
	// Its version knows no pause.
	if _, err := d.client.StopDBCluster(ctx, &rds.StopDBClusterInput{DBClusterIdentifier: &d.ref.ID}); err != nil {
		return false, failed(ctx, d.call("StopDBCluster"), err)
	}
	return true, d.settled(ctx, "stopped")
}

// Resume starts the cluster where it was stopped, and wakes it by one query where its
// login is known. Woken says whether it answered.
func (d *Database) Resume(ctx context.Context) (woken bool, err error) {
	c, err := d.look(ctx)
	if err != nil {
		return false, err
	}
	state := aws.ToString(c.Status)
	if state == "stopping" {
		if err := d.settled(ctx, "stopped"); err != nil {
			return false, err
		}
		state = "stopped"
	}
	if state == "stopped" {
		if _, err := d.client.StartDBCluster(ctx, &rds.StartDBClusterInput{DBClusterIdentifier: &d.ref.ID}); err != nil {
			return false, failed(ctx, d.call("StartDBCluster"), err)
		}
	}
	if err := d.settled(ctx, "available"); err != nil {
		return false, err
	}
	if d.ref.Secret == "" || d.ref.ARN == "" {
		return false, nil
	}
	return true, d.wake(ctx)
}

// wake asks the database for nothing until it answers.
func (d *Database) wake(ctx context.Context) error {
	body, err := json.Marshal(map[string]string{"resourceArn": d.ref.ARN, "secretArn": d.ref.Secret, "database": d.ref.Name, "sql": "SELECT 1"})
	if err != nil {
		return err
	}
	ends := d.account.now().Add(wakeTime)
	for {
		var answer struct{}
		err := d.account.ask(ctx, d.ref.Region, question{service: "rds-data", id: "RDS Data", host: "rds-data", method: "POST", path: "/Execute", kind: jsonKind, body: body}, &answer)
		if _, code, _ := answered(err); err == nil || code != "DatabaseResumingException" {
			return failed(ctx, call{"rds-data:ExecuteStatement", d.ref.ARN}, err)
		}
		if !d.account.now().Before(ends) {
			return alex.Errorf(alex.CodeUnavailable, "the cluster %s still wakes up after %s: look at it in RDS", d.ref.ID, wakeTime)
		}
		if err := d.account.wait(ctx, wakeEvery); err != nil {
			return err
		}
	}
}

// settled waits until the cluster is in a state.
func (d *Database) settled(ctx context.Context, want string) error {
	ends := d.account.now().Add(clusterTime)
	for {
		c, err := d.look(ctx)
		if err != nil {
			return err
		}
		state := aws.ToString(c.Status)
		if state == want {
			return nil
		}
		if !d.account.now().Before(ends) {
			return alex.Errorf(alex.CodeUnavailable, "the cluster %s is %s after %s, and not %s: look at it in RDS", d.ref.ID, state, clusterTime, want)
		}
		if err := d.account.wait(ctx, clusterEvery); err != nil {
			return fmt.Errorf("the cluster %s is %s still: %w", d.ref.ID, state, err)
		}
	}
}
