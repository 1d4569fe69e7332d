package main

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// part is something that the processor's time goes into, told by a function that is
// under way.
type part struct {
	name string
	in   []string // a piece of the name of a function
}

// Parts of a plan beside those of validate.
const (
	canonicalise = "canonicalise what was read"
	compare      = "compare"
)

// parts are tried in this order: the first that is under way anywhere is the one.
var parts = []part{
	{"collecting garbage", []string{"runtime.gcBgMarkWorker", "runtime.gcAssist", "runtime.bgsweep", "runtime.bgscavenge", "runtime.gcStart", "runtime.gcMarkDone"}},
	{"held to the server's parser", []string{"schema.(*monitorBlock).askServer"}},
	{canonicalise, []string{"wire.DecodeLive", "wire.DecodeChannel"}},
	{"canonical form", []string{"schema.(*monitorBlock).canonical"}},
	{"checks", []string{"schema.(*monitorBlock).check", "schema.(*loader).check", "schema.(*monitorBlock).compile", "schema.(*loader).checkGenerations"}},
	{"parse HCL", []string{"hclsyntax.ParseConfig", "hclsyntax.LexConfig", "schema.(*loader).readDirectory"}},
	{"evaluate", []string{"schema.Load"}},
	{"decode JSON", []string{"alertapi.parseObject"}},
	{"read the cluster", []string{"alertapi.(*Client)", "net/http."}},
	{compare, []string{"plan.Make", "main.desiredOf"}},
	{"print", []string{"view."}},
}

// whereItGoes tells of a command, run several times with a profile, what its
// processor's time goes into, and returns that of one run.
func (b *bench) whereItGoes(name, url string, args ...string) (map[string]time.Duration, error) {
	var files []string
	defer func() { b.profile = "" }()
	for i := range b.rounds(8, 4) {
		b.profile = filepath.Join(b.dir, fmt.Sprintf("profile%d", i))
		if _, err := b.alertplan(url, args...); err != nil {
			return nil, err
		}
		files = append(files, b.profile)
	}
	traces, err := exec.CommandContext(b.ctx, "go", append([]string{"tool", "pprof", "-traces", b.binary}, files...)...).Output()
	if err != nil {
		return nil, fmt.Errorf("go tool pprof: %w", err)
	}
	spent, total := attribute(traces)
	b.add(line{name: "  where the time goes, of " + name, cpu: took(total.Seconds() / float64(len(files))), floor: shares(spent, total)})
	for part := range spent {
		spent[part] /= time.Duration(len(files))
	}
	return spent, nil
}

// shares words parts, the largest first.
func shares(spent map[string]time.Duration, total time.Duration) string {
	var names []string
	for name := range spent {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(spent[b], spent[a]), cmp.Compare(a, b)) })
	var words []string
	for _, name := range names {
		words = append(words, fmt.Sprintf("%s %.0f %%", name, 100*spent[name].Seconds()/total.Seconds()))
	}
	return strings.Join(words, ", ")
}

// attribute sums the stacks of pprof -traces up by parts. A stack begins with how long
// it was seen, beside its innermost function; a line of dashes ends it.
func attribute(traces []byte) (spent map[string]time.Duration, total time.Duration) {
	spent = map[string]time.Duration{}
	var stack []string
	var lasted time.Duration
	end := func() {
		if lasted > 0 {
			spent[partOf(stack)] += lasted
			total += lasted
		}
		stack, lasted = nil, 0
	}
	for lines := bufio.NewScanner(bytes.NewReader(traces)); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		switch {
		case strings.HasPrefix(lines.Text(), "-----"):
			end()
		case len(fields) == 0:
		case lasted == 0:
			d, err := time.ParseDuration(fields[0])
			if err != nil || len(fields) < 2 {
				continue // the head
			}
			lasted, stack = d, []string{fields[1]}
		default:
			stack = append(stack, fields[0])
		}
	}
	end()
	return spent, total
}

func partOf(stack []string) string {
	for _, p := range parts {
		for _, in := range p.in {
			if slices.ContainsFunc(stack, func(f string) bool { return strings.Contains(f, in) }) {
				return p.name
			}
		}
	}
	return "start and the rest"
}
