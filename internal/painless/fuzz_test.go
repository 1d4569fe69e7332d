package painless_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/painless"
)

func FuzzCompile(f *testing.F) {
	data, err := os.ReadFile("testdata/scripts.txt")
	if err != nil {
		f.Fatal(err)
	}
	for source := range strings.Lines(string(data)) {
		f.Add(strings.TrimSuffix(source, "\n"))
	}
	for i, source := range methodScripts(1) {
		if i%8 == 0 {
			f.Add(source)
		}
	}
	f.Fuzz(func(t *testing.T, source string) {
		if strings.Contains(source, "while") || strings.Contains(source, "Stream") || strings.Contains(source, "for") || len(source) > 200 {
			return // may be slow, and that is right
		}
		for _, context := range []painless.Context{painless.PainlessTest, painless.QueryLevelTrigger, painless.BucketSelector, painless.Score} {
			script, err := painless.Compile(source, context)
			if err == nil {
				_, err = script.Run(painless.Bindings{Params: javavalue.NewHashMap(), Ctx: &painless.TriggerContext{}})
			}
			if err != nil && !known(err) {
				t.Fatalf("%q: %v", source, err)
			}
		}
	})
}

func known(err error) bool {
	var compile *painless.CompileError
	var runtime *painless.RuntimeError
	var unsupported *painless.UnsupportedError
	return errors.As(err, &compile) && compile.Type != "" || errors.As(err, &runtime) && runtime.Type != "" ||
		errors.As(err, &unsupported) && unsupported.Construct != "" && !strings.Contains(unsupported.Construct, "stumbles over (")
}
