package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/view"
)

// Set by the linker in releases (.goreleaser.yaml, Dockerfile, make build VERSION=…).
var (
	version = ""
	commit  = ""
	date    = "" // of the commit, so that the same source gives the same binary
)

// thisBuild is what this binary knows of itself: what the linker was told, else what
// Go wrote into it, which is the version after `go install …@v1.2.3`, and commit and
// date after `go build` in a clone.
func thisBuild() view.Build {
	b := view.Build{Version: version, Commit: commit, Date: date, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	if info.Main.Version != "(devel)" {
		b.Version = cmp.Or(b.Version, info.Main.Version)
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = cmp.Or(b.Commit, s.Value)
		case "vcs.time":
			b.Date = cmp.Or(b.Date, s.Value)
		}
	}
	b.Version = cmp.Or(b.Version, "dev")
	return b
}

// versionText is the version that this binary says it is.
func versionText() string { return thisBuild().Version }

// versionLine is what is printed.
func versionLine() string { return view.VersionLine(thisBuild()) }

func newVersionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Long:    "Print the version of alertplan, the commit it is built from and its date where they\nare known, the version of Go, and the platform.\n\nExit status: 0 done, 1 failed.",
		Example: "  alertplan version",
		Args:    atMost(0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(a.out, versionLine())
			return err
		},
	}
}
