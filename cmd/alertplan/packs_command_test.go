package main

import (
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"
)

// pack NAME…: copies packs of examples/packs to packs/NAME, as people do.
func packCommand(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		ts.Check(os.CopyFS(ts.MkAbs(filepath.Join("packs", name)), os.DirFS(filepath.Join("../../examples/packs", name))))
	}
}
