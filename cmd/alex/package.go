package main

import (
	"context"

	"alex/internal/cloud"
)

type packageCommand struct {
	Out    string `name:"out" default:"out/alex.zip" help:"The file to write." placeholder:"FILE"`
	Source string `name:"source" default:"." help:"The source tree of Alex." placeholder:"DIR"`
	Arch   string `name:"arch" default:"arm64" enum:"arm64,amd64" help:"arm64, as the functions are; amd64 to try it on this machine."`
	JSON   bool   `name:"json" help:"Print what was made as one JSON document."`
}

// Run builds the program for Lambda and writes it as a zip.
func (cmd packageCommand) Run(ctx context.Context, c console) error {
	p, err := build(ctx, c, cmd.Source, cmd.Arch)
	if err != nil {
		return err
	}
	if err := p.Write(cmd.Out); err != nil {
		return inFile(cmd.Out, err)
	}
	if cmd.JSON {
		return printJSON(c.out, map[string]any{
			"file": cmd.Out, "arch": p.Arch, "sha256": p.Hex(), "codeSha256": p.Sum(), "zipped": len(p.Zip), "unzipped": p.Unzipped,
		})
	}
	out := &printer{w: c.out}
	out.linef("%s holds bootstrap for linux/%s.", cmd.Out, p.Arch)
	out.linef("  zipped    %s of %s", cloud.Megabytes(int64(len(p.Zip))), cloud.Megabytes(cloud.MostZipped))
	out.linef("  unzipped  %s of %s", cloud.Megabytes(p.Unzipped), cloud.Megabytes(cloud.MostUnzipped))
	out.linef("  sha256    %s", p.Hex())
	out.linef("  Lambda's  %s", p.Sum())
	return out.err
}

// build makes the package of a source tree, which takes minutes where the go tool
// has built nothing of it yet.
func build(ctx context.Context, c console, source, arch string) (cloud.Package, error) {
	defer c.working("building for linux/" + arch)()
	return cloud.Build(ctx, source, arch, c.environ)
}
