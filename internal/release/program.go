package main

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// everywhere is each system that a release is for.
func everywhere() []string {
	return []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}
}

// program is Alex for one system.
type program struct {
	os, arch string
	body     []byte
	modules  []module // that are linked, by path
}

// module is one that a program is linked of.
type module struct{ path, version, sum string }

func (p program) file() string {
	if p.os == "windows" {
		return "alex.exe"
	}
	return "alex"
}

// build compiles Alex for a target. Nothing but the tree, its commit and the go tool
// decides the bytes: no setting of the go tool, and not the folder.
func (t tree) build(ctx context.Context, target string) (p program, err error) {
	if !slices.Contains(everywhere(), target) {
		return p, fmt.Errorf("%q is none of %s", target, strings.Join(everywhere(), ", "))
	}
	p.os, p.arch, _ = strings.Cut(target, "/")
	out, err := os.MkdirTemp("", "alex-release-")
	if err != nil {
		return p, err
	}
	defer func() { _ = os.RemoveAll(out) }() // the system clears it away otherwise
	name := filepath.Join(out, p.file())
	if _, err := t.run(ctx, p.environ(os.Environ()), "go", "build", "-trimpath", "-mod=readonly", "-buildvcs=false",
		"-ldflags", "-s -w -buildid= -X alex/internal/app.buildStamp="+t.stamp(), "-o", name, "./cmd/alex"); err != nil {
		return p, err
	}
	if p.body, err = os.ReadFile(name); err != nil {
		return p, err
	}
	p.modules, err = linked(p.body)
	return p, err
}

// environ is an environment in which the go tool builds for the target alone. In place
// of a flag that is empty, it takes the one that go env -w has written.
func (p program) environ(now []string) []string {
	decided := []string{
		"CGO_ENABLED=0", "GOOS=" + p.os, "GOARCH=" + p.arch, "GOAMD64=v1", "GOARM64=v8.0", "GOFLAGS=-mod=readonly",
		"GOEXPERIMENT=", "GOFIPS140=off", "GOWORK=off", "GO111MODULE=on",
	}
	kept := slices.DeleteFunc(slices.Clone(now), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return slices.ContainsFunc(decided, func(d string) bool { return strings.HasPrefix(d, name+"=") })
	})
	return append(kept, decided...)
}

// linked reads the modules out of the program itself.
func linked(body []byte) (list []module, err error) {
	info, err := buildinfo.Read(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		list = append(list, module{m.Path, m.Version, m.Sum})
	}
	// The standard library is one of them; its version is the go tool's.
	return append(list, module{path: "std", version: strings.TrimPrefix(info.GoVersion, "go")}), nil
}
