package main

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"alex/internal/cloud"
)

// targetFlags say where Alex runs on AWS.
type targetFlags struct {
	From      string `name:"from" help:"A file with what Terraform's output deploy says; without it terraform is asked." placeholder:"FILE"`
	Terraform string `name:"terraform" default:"terraform" help:"The folder in which terraform is asked." placeholder:"DIR"`
}

// open reads the target and opens AWS in its region.
func (f targetFlags) open(ctx context.Context) (cloud.Target, *cloud.Account, error) {
	target, err := cloud.ReadTarget(ctx, f.From, f.Terraform)
	switch {
	case err != nil && f.From != "":
		return target, nil, inFile(f.From, err)
	case err != nil:
		return target, nil, err
	}
	account, err := cloud.Default(ctx, target.Region)
	return target, account, err
}

type deployCommand struct {
	targetFlags
	Functions bool   `name:"functions" help:"The functions alone."`
	Site      bool   `name:"site" help:"The site alone."`
	Source    string `name:"source" default:"." help:"The source tree of Alex." placeholder:"DIR"`
	Package   string `name:"package" help:"A package that alex package wrote; without it one is built." placeholder:"FILE"`
	Build     bool   `name:"build" help:"Build the page anew, though it was built before."`
	DryRun    bool   `name:"dry-run" help:"Say what would be done, and do nothing."`
}

// Run brings the functions up to date and then the site, or says what it would do.
func (cmd deployCommand) Run(ctx context.Context, c console) error {
	both := cmd.Functions == cmd.Site
	target, account, err := cmd.open(ctx)
	if err != nil {
		return err
	}
	if err := cmd.page(ctx, c, both || cmd.Site); err != nil {
		return err
	}
	p := &printer{w: c.out}
	if both || cmd.Functions {
		if err := cmd.functions(ctx, c, p, target, account); err != nil {
			return err
		}
	}
	if both || cmd.Site {
		if err := cmd.site(ctx, p, target, account); err != nil {
			return err
		}
	}
	if cmd.DryRun {
		p.linef("Nothing was done: leave out --dry-run to do it.")
	}
	return p.err
}

// page builds the page where it is wanted and missing, or to be built anew.
func (cmd deployCommand) page(ctx context.Context, c console, site bool) error {
	missing := !cloud.PageBuilt(cmd.Source)
	if !cmd.Build && (!missing || !site) {
		return nil
	}
	defer c.working("building the page")()
	return cloud.BuildPage(ctx, cmd.Source, c.environ)
}

func (cmd deployCommand) functions(ctx context.Context, c console, p *printer, target cloud.Target, account *cloud.Account) (err error) {
	var pack cloud.Package
	if cmd.Package != "" {
		pack, err = cloud.ReadPackage(cmd.Package)
		err = inFile(cmd.Package, err)
	} else {
		pack, err = build(ctx, c, cmd.Source, "arm64")
	}
	if err != nil {
		return err
	}
	functions := account.Functions(target.Region)
	steps, err := functions.Plan(ctx, target, pack)
	if err != nil {
		return err
	}
	p.linef("Functions: sha256 %s, %s", pack.Hex(), cloud.Megabytes(int64(len(pack.Zip))))
	if len(steps) == 0 {
		p.linef("  Terraform names none.")
	}
	state := func(s cloud.FunctionStep) {
		switch {
		case s.Same:
			p.linef("  %-12s has this code already", s.Role)
		case cmd.DryRun:
			p.linef("  %-12s would be updated", s.Role)
		default:
			p.linef("  %-12s updated", s.Role)
		}
	}
	if cmd.DryRun {
		for _, s := range steps {
			state(s)
		}
		return p.err
	}
	return functions.Update(ctx, steps, pack, state)
}

func (cmd deployCommand) site(ctx context.Context, p *printer, target cloud.Target, account *cloud.Account) error {
	files, err := cloud.SiteFiles(os.DirFS(filepath.Join(cmd.Source, "frontend", "dist")))
	if err != nil {
		return err
	}
	site, err := account.Site(target)
	if err != nil {
		return err
	}
	plan, err := site.Plan(ctx, files)
	if err != nil {
		return err
	}
	p.linef("Site: bucket %s, distribution %s", target.Bucket, target.DistributionID)
	p.linef("  %s to upload, %s, %s to delete", counted(int64(len(plan.Upload)), "file", "files"),
		counted(int64(plan.Same), "is there already", "are there already"), counted(int64(len(plan.Delete)), "file", "files"))
	if cmd.DryRun {
		for _, f := range plan.Upload {
			p.linef("  would upload  %s (%s; %s)", f.Key, f.Type, f.Cache)
		}
		for _, key := range plan.Delete {
			p.linef("  would delete  %s", key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(plan.Keep)) {
		p.linef("  stays until %s  %s", plan.Keep[key].UTC().Format("2006-01-02 15:04 MST"), key)
	}
	if cmd.DryRun {
		for _, path := range plan.Invalidate {
			p.linef("  would invalidate  %s", path)
		}
		return p.err
	}
	id, err := site.Apply(ctx, plan, func(what, key string) { p.linef("  %-9s %s", what, key) })
	if err != nil {
		return err
	}
	p.linef("  invalidation %s of %d paths has begun", id, len(plan.Invalidate))
	return p.err
}
