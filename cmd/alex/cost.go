package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"alex/internal/cloud"
	"alex/internal/config"
)

type costCommand struct {
	Status   costStatusCommand   `cmd:"" help:"What the database is, and what it costs."`
	Pause    costPauseCommand    `cmd:"" help:"Let it rest after five minutes without work, or stop it where it cannot."`
	Resume   costResumeCommand   `cmd:"" help:"Start it or wake it."`
	Destroy  costDestroyCommand  `cmd:"" help:"Delete it, after a final snapshot and two questions."`
	Recreate costRecreateCommand `cmd:"" help:"Make it again from its final snapshot."`
}

// clusterFlags say which database it is.
type clusterFlags struct {
	Cluster string `name:"cluster" help:"Id or ARN of the cluster of Aurora; without it that of ALEX_DATABASE_URL." placeholder:"CLUSTER"`
}

func (f clusterFlags) open(ctx context.Context, c console) (cloud.ClusterRef, *cloud.Database, error) {
	ref, err := cloud.ParseCluster(f.Cluster, strings.TrimSpace(config.Environ(c.environ)["ALEX_DATABASE_URL"]))
	if err != nil {
		return ref, nil, err
	}
	account, err := cloud.Default(ctx, ref.Region)
	if err != nil {
		return ref, nil, err
	}
	return ref, account.Database(ref), nil
}

type costStatusCommand struct {
	clusterFlags
	JSON bool `name:"json" help:"Print it as one JSON document."`
}

// Run shows the cluster, and what it costs by the list of prices.
func (cmd costStatusCommand) Run(ctx context.Context, c console) error {
	_, db, err := cmd.open(ctx, c)
	if err != nil {
		return err
	}
	s, err := db.Status(ctx)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return printJSON(c.out, s)
	}
	return printStatus(c.out, s)
}

func printStatus(w io.Writer, s cloud.Status) error {
	p := &printer{w: w}
	p.linef("%s is %s (%s).", s.ID, s.State, s.Engine)
	p.linef("  capacity   %s to %s, now %s", cloud.ACU(s.Min), cloud.ACU(s.Max), known(s.Now >= 0, cloud.ACU(s.Now)))
	switch {
	case s.Pause > 0 && s.Min == 0:
		p.linef("  pauses     after %s without work", time.Duration(s.Pause)*time.Second)
	default:
		p.linef("  pauses     never")
	}
	for _, i := range s.Instances {
		p.linef("  server     %s (%s) is %s", i.ID, i.Class, i.State)
	}
	p.linef("  storage    %s", known(s.StorageGB >= 0, fmt.Sprintf("%d GB, rounded up", s.StorageGB)))
	p.linef("  backups    of %d days; protected from deletion: %s; Data API: %s", s.Retention, yes(s.Protected), yes(s.DataAPI))
	if !s.Restarts.IsZero() {
		p.linef("  AWS starts it by itself on %s.", s.Restarts.UTC().Format("2006-01-02 15:04 MST"))
	}
	switch {
	case s.Bill.Stopped:
		p.linef("A month so costs %s, for storage alone.", cloud.Dollars(s.Bill.Least))
	default:
		p.linef("A month costs from %s, at the lowest capacity, to %s, at the highest without a pause.", cloud.Dollars(s.Bill.Least), cloud.Dollars(s.Bill.Most))
	}
	p.linef("By list prices of us-east-1 as of %s (docs/costs.md), and not by a bill.", cloud.PriceDate)
	return p.err
}

func known(is bool, text string) string {
	if is {
		return text
	}
	return "not known"
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

type costPauseCommand struct{ clusterFlags }

// Run lets the database rest.
func (cmd costPauseCommand) Run(ctx context.Context, c console) error {
	ref, db, err := cmd.open(ctx, c)
	if err != nil {
		return err
	}
	end := c.working("waiting for " + ref.ID)
	stopped, err := db.Pause(ctx)
	end()
	if err != nil {
		return err
	}
	p := &printer{w: c.out}
	if stopped {
		p.linef("%s is stopped: nobody reaches it, and only storage is paid. AWS starts it by itself after seven days.", ref.ID)
	} else {
		p.linef("%s pauses after five minutes without work, and only storage is paid then. Who asks it next waits about 15 seconds.", ref.ID)
	}
	return p.err
}

type costResumeCommand struct{ clusterFlags }

// Run wakes the database.
func (cmd costResumeCommand) Run(ctx context.Context, c console) error {
	ref, db, err := cmd.open(ctx, c)
	if err != nil {
		return err
	}
	end := c.working("waiting for " + ref.ID)
	woken, err := db.Resume(ctx)
	end()
	if err != nil {
		return err
	}
	p := &printer{w: c.out}
	if woken {
		p.linef("%s answers.", ref.ID)
	} else {
		p.linef("%s is available; it wakes with the first query (with ALEX_DATABASE_URL set, alex cost resume asks one).", ref.ID)
	}
	return p.err
}

type costDestroyCommand struct {
	clusterFlags
	NoSnapshot bool `name:"no-snapshot" help:"Keep nothing: all that people have entered is lost."`
}

// Run says what is lost, asks twice, and deletes the database.
func (cmd costDestroyCommand) Run(ctx context.Context, c console) error {
	ref, db, err := cmd.open(ctx, c)
	if err != nil {
		return err
	}
	if err := db.MayDestroy(ctx, !cmd.NoSnapshot); err != nil {
		return err
	}
	s, err := db.Status(ctx)
	if err != nil {
		return err
	}
	name := ""
	if !cmd.NoSnapshot {
		name = db.SnapshotName(time.Now())
	}
	p := &printer{w: c.out}
	cmd.warn(p, s, name)
	answers := bufio.NewReader(io.LimitReader(c.in, 1<<10))
	for _, word := range []string{ref.ID, "destroy"} {
		p.linef("Type %s to go on:", word)
		if p.err != nil {
			return p.err
		}
		if line, _ := answers.ReadString('\n'); strings.TrimSpace(line) != word { // the end of the input is no yes
			return usageError{"nothing was deleted: that was not " + word}
		}
	}
	end := c.working("waiting for " + ref.ID)
	defer end()
	if err := db.Destroy(ctx, name, func(step string) { p.linef("  %s", step) }); err != nil {
		return err
	}
	p.linef("%s is gone.", ref.ID)
	if name != "" {
		p.linef("alex cost recreate --cluster %s makes it again from %s.", ref.ID, name)
	}
	return p.err
}

// warn says what cannot be taken back.
func (costDestroyCommand) warn(p *printer, s cloud.Status, snapshot string) {
	p.linef("This deletes the database %s (%s), and Alex on AWS does not work until there is another.", s.ID, known(s.StorageGB >= 0, fmt.Sprintf("%d GB at most", s.StorageGB)))
	p.linef("Lost for good: its automated backups of %d days, and its login; the new one has another.", s.Retention)
	if snapshot == "" {
		p.linef("LOST FOR GOOD TOO: everything that people have entered, and every report. There will be no snapshot.")
		return
	}
	p.linef("Kept: everything in it, as the snapshot %s, for about %s a month until you delete that.", snapshot, cloud.Dollars(float64(max(1, s.StorageGB))*cloud.PriceSnapshot))
}

type costRecreateCommand struct {
	clusterFlags
	Snapshot string `name:"snapshot" help:"The final snapshot to make it from; without it the newest." placeholder:"NAME"`
}

// Run makes the database again.
func (cmd costRecreateCommand) Run(ctx context.Context, c console) error {
	ref, db, err := cmd.open(ctx, c)
	if err != nil {
		return err
	}
	p := &printer{w: c.out}
	end := c.working("waiting for " + ref.ID)
	from, secret, err := db.Recreate(ctx, cmd.Snapshot, func(step string) { p.linef("  %s", step) })
	end()
	if err != nil {
		return err
	}
	p.linef("%s is there again, as it was in %s.", ref.ID, from)
	p.linef("Its login is now %s: run terraform apply, which hands that to the functions, and set ALEX_DATABASE_URL where you have it.", known(secret != "", secret))
	return p.err
}
