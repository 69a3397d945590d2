package main

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/google/uuid"
)

// document is the bill of materials of a release, as CycloneDX: the modules that any
// of its programs is linked of, as the programs themselves say, and the packages of the
// page.
func (t tree) document(programs []program) (f file, err error) {
	licences, err := t.licenceNames()
	if err != nil {
		return f, err
	}
	packages, err := t.packages()
	if err != nil {
		return f, err
	}
	alex := cdx.Component{
		BOMRef: "alex", Type: cdx.ComponentTypeApplication, Name: "alex", Version: t.release,
		Licenses: named("MIT"), PackageURL: "pkg:generic/alex@" + escaped(t.release),
	}
	parts := append(moduleParts(programs, licences), pageParts(packages)...)
	var refs []string
	for _, c := range parts {
		refs = append(refs, c.BOMRef)
	}
	bom := cdx.NewBOM()
	// The same release has the same number.
	bom.SerialNumber = uuid.NewSHA1(uuid.NameSpaceURL, []byte("alex "+t.stamp())).URN()
	bom.Metadata = &cdx.Metadata{
		Timestamp: t.date.Format(time.RFC3339), Component: &alex,
		Properties: &[]cdx.Property{{Name: "alex:commit", Value: t.commit}},
	}
	bom.Components, bom.Dependencies = &parts, &[]cdx.Dependency{{Ref: alex.BOMRef, Dependencies: &refs}}
	var b bytes.Buffer
	if err := cdx.NewBOMEncoder(&b, cdx.BOMFileFormatJSON).SetPretty(true).SetEscapeHTML(false).EncodeVersion(bom, cdx.SpecVersion1_6); err != nil {
		return f, err
	}
	return file{name: "alex_" + t.release + "_parts.cdx.json", body: b.Bytes()}, nil
}

// moduleParts are the modules of all programs, each once; a property says of which
// systems one is that is not of all.
func moduleParts(programs []program, licences map[string]string) (parts []cdx.Component) {
	in := map[module][]string{}
	var all []module
	for _, p := range programs {
		for _, m := range p.modules {
			if in[m] == nil {
				all = append(all, m)
			}
			in[m] = append(in[m], p.os+"/"+p.arch)
		}
	}
	slices.SortFunc(all, func(a, b module) int { return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.version, b.version)) })
	for _, m := range all {
		purl := "pkg:golang/" + m.path + "@" + escaped(m.version)
		c := cdx.Component{BOMRef: purl, Type: cdx.ComponentTypeLibrary, Name: m.path, Version: m.version, PackageURL: purl}
		if name := licences[m.path]; name != "" {
			c.Licenses = named(name)
		}
		var properties []cdx.Property
		if m.sum != "" {
			properties = append(properties, cdx.Property{Name: "alex:go.sum", Value: m.sum})
		}
		if len(in[m]) < len(programs) {
			properties = append(properties, cdx.Property{Name: "alex:only", Value: strings.Join(in[m], " ")})
		}
		if properties != nil {
			c.Properties = &properties
		}
		parts = append(parts, c)
	}
	return parts
}

// pageParts are the packages of the page, each once however often it is installed.
func pageParts(packages []npm) (parts []cdx.Component) {
	seen := map[string]bool{}
	for _, p := range packages {
		purl := "pkg:npm/" + strings.Replace(p.name, "@", "%40", 1) + "@" + escaped(p.version)
		if seen[purl] {
			continue
		}
		seen[purl] = true
		c := cdx.Component{BOMRef: purl, Type: cdx.ComponentTypeLibrary, Version: p.version, PackageURL: purl, Name: p.name}
		if group, name, scoped := strings.Cut(p.name, "/"); scoped {
			c.Group, c.Name = group, name
		}
		if p.licence != "" {
			c.Licenses = named(p.licence)
		}
		sum, sha512 := strings.CutPrefix(p.integrity, "sha512-")
		if raw, err := base64.StdEncoding.DecodeString(sum); sha512 && err == nil {
			c.Hashes = &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA512, Value: hex.EncodeToString(raw)}}
		}
		parts = append(parts, c)
	}
	return parts
}

// escaped is a version as a package URL has it.
func escaped(version string) string {
	return strings.ReplaceAll(url.PathEscape(version), "+", "%2B")
}

// named is a licence by its SPDX name, or an expression of several.
func named(licence string) *cdx.Licenses {
	if strings.Contains(licence, " ") {
		return &cdx.Licenses{{Expression: licence}}
	}
	return &cdx.Licenses{{License: &cdx.License{ID: licence}}}
}

var licenceRow = regexp.MustCompile(`(?m)^\| (\S+) \| (.+) \|$`)

// licenceNames reads docs/licences.md, which a test holds to the modules.
func (t tree) licenceNames() (map[string]string, error) {
	text, err := os.ReadFile(filepath.Join(t.dir, "docs", "licences.md"))
	if err != nil {
		return nil, err
	}
	names := map[string]string{"std": "BSD-3-Clause"}
	for _, row := range licenceRow.FindAllStringSubmatch(string(text), -1) {
		names[row[1]] = row[2]
	}
	if len(names) < 50 {
		return nil, fmt.Errorf("docs/licences.md names only %d licences", len(names))
	}
	return names, nil
}
