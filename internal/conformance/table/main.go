// Command table prints the conformance table: how many random cases, and how many
// searches of a corpus, come out here as on the nodes that ALERTPLAN_TEST_NODES
// names. It exits with status 1 where one doesn't, or where it can't ask.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/alertplan/alertplan/internal/conformance"
	"github.com/alertplan/alertplan/internal/conformance/bodies"
)

// options are the flags.
type options struct {
	plan    conformance.Plan
	corpus  string // a folder, "" for none
	docs    string // a folder that tables are written to, "" for none
	unequal string // a folder that differences are kept in, "" for none
	methods string // a table of Painless methods, "" for none
	quiet   bool
	open    int // so many random cases may be unequal
	bodies  bodies.Plan
}

func main() {
	o := read()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		fmt.Println("No node to ask: set ALERTPLAN_TEST_NODES to the URLs of core nodes (no plugins needed), separated by blanks.\n" +
			"What nodes answered before is compared instead; docs/conformance.md has their table.")
		nodes = []string{""}
	}
	unequal := 0
	for _, url := range nodes {
		n, err := o.node(ctx, url)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		unequal += n
	}
	if unequal > o.open {
		os.Exit(1)
	}
}

func read() options {
	o := options{plan: conformance.Usual(), bodies: bodies.Usual(), corpus: os.Getenv("ALERTPLAN_TEST_CORPUS")}
	o.plan.Prefix = fmt.Sprintf("cf%05x", os.Getpid()&0xfffff)
	o.bodies.Prefix = o.plan.Prefix + "-bodies"
	if err := o.plan.Size(os.Getenv("ALERTPLAN_TEST_CONFORMANCE")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	began := time.Now()
	o.plan.Step = func(what string) {
		if time.Since(began) > 10*time.Second {
			began = time.Now()
			fmt.Fprintln(os.Stderr, what)
		}
	}
	flag.IntVar(&o.plan.Worlds, "worlds", o.plan.Worlds, "how many worlds are made up")
	flag.IntVar(&o.plan.First, "first", o.plan.First, "the number of the first world")
	flag.IntVar(&o.plan.Each, "each", o.plan.Each, "searches over each world")
	flag.IntVar(&o.plan.Batches, "templates", o.plan.Batches, "batches of templates")
	flag.IntVar(&o.plan.Shrink, "shrink", o.plan.Shrink, "how many differences are made smaller")
	flag.DurationVar(&o.plan.Limit, "limit", o.plan.Limit, "how long random cases are made up; 0 is no limit")
	flag.Uint64Var(&o.plan.Seed, "seed", o.plan.Seed, "what random cases are made from")
	flag.StringVar(&o.corpus, "corpus", o.corpus, "a folder with events and searches")
	flag.StringVar(&o.docs, "docs", "", "a folder to write tables to")
	flag.StringVar(&o.unequal, "unequal", "", "a folder to keep differences in")
	flag.StringVar(&o.methods, "methods", "", "a table of Painless methods to show too")
	flag.BoolVar(&o.quiet, "quiet", false, "no table on standard output")
	flag.Uint64Var(&o.bodies.Seed, "bodies-seed", o.bodies.Seed, "what random search bodies are made from")
	flag.IntVar(&o.bodies.Bodies, "bodies", o.bodies.Bodies, "how many random search bodies are held to their stored form")
	flag.IntVar(&o.open, "open", 0, "how many random cases may be unequal: a ratchet while some are")
	flag.Parse()
	return o
}

// node makes one node's table, and tells how many cases are unequal. The URL ""
// stands for the recorded answers.
func (o options) node(ctx context.Context, url string) (unequal int, err error) {
	began := time.Now()
	t := conformance.NewTally(conformance.Expected())
	version := "2.19, as recorded"
	var findings conformance.Findings
	var stored *bodies.Tally
	if url == "" {
		findings, err = conformance.Replay(t)
	} else {
		version, findings, err = o.ask(ctx, url, t)
		if err == nil {
			stored, err = o.stored(ctx, url)
		}
	}
	if err == nil && o.methods != "" {
		err = t.CountMethods(o.methods)
	}
	if err != nil {
		return 0, err
	}
	for _, f := range findings {
		fmt.Println(f.Print())
	}
	if err := o.write(t, stored, version); err != nil {
		return 0, err
	}
	fmt.Printf("OpenSearch %s, in %s:\n%s", version, time.Since(began).Round(time.Second), t.Summary())
	if len(t.Undone) > 0 {
		fmt.Printf("The time was over before %s.\n", strings.Join(t.Undone, ", "))
	}
	if stored == nil {
		return t.Cases[conformance.Unequal], nil
	}
	fmt.Printf("Search bodies as they are stored: %s.\n", stored.Summary())
	return t.Cases[conformance.Unequal] + stored.Faults(), nil
}

// stored holds the stored form of search bodies to a node; nil where its log is
// somewhere else.
func (o options) stored(ctx context.Context, url string) (*bodies.Tally, error) {
	tally, findings, err := bodies.Run(ctx, url, o.bodies)
	if errors.Is(err, bodies.ErrNoLog) {
		fmt.Fprintln(os.Stderr, err, "- the stored form of search bodies is left out")
		return nil, nil
	}
	for _, f := range findings {
		fmt.Println(f)
	}
	return tally, err
}

func (o options) ask(ctx context.Context, url string, t *conformance.Tally) (string, conformance.Findings, error) {
	n, err := conformance.Dial(ctx, url)
	if err != nil {
		return "", nil, err
	}
	var known conformance.Findings
	if o.unequal != "" {
		if err := os.MkdirAll(o.unequal, 0o755); err != nil {
			return "", nil, err
		}
		if known, err = conformance.Recheck(ctx, n, o.unequal); err != nil {
			return "", nil, err
		}
		o.plan.Known(known)
		o.plan.Found = func(f conformance.Findings) {
			if err := slices.Concat(known, f).Write(o.unequal); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
		o.plan.Found(nil)
	}
	findings, err := conformance.Run(ctx, n, o.plan, t)
	if err == nil && o.corpus != "" {
		var more conformance.Findings
		more, err = conformance.RunCorpus(ctx, n, o.plan, o.corpus, t)
		findings = append(findings, more...)
	}
	if o.unequal != "" {
		if err := slices.Concat(known, findings).Write(o.unequal); err != nil {
			return "", nil, err
		}
		if err := t.WriteRefusals(o.unequal); err != nil {
			return "", nil, err
		}
	}
	return n.Version, findings, err
}

// write prints the table, and puts that of the usual size into the folder of docs,
// a file a version.
func (o options) write(t *conformance.Tally, stored *bodies.Tally, version string) error {
	if !o.quiet {
		if err := t.Markdown(os.Stdout, version); err != nil {
			return err
		}
	}
	if o.docs == "" || !o.plan.IsUsual() || o.bodies.Seed != bodies.Usual().Seed || o.bodies.Bodies != bodies.Usual().Bodies || strings.Contains(version, " ") {
		return nil
	}
	name := "conformance.md"
	if !strings.HasPrefix(version, "2.19.") {
		name = "conformance-" + version + ".md"
	}
	f, err := os.Create(filepath.Join(o.docs, name))
	if err != nil {
		return err
	}
	err = t.Markdown(f, version)
	if err == nil && stored != nil {
		_, err = f.WriteString(stored.Markdown())
	}
	return errors.Join(err, f.Close())
}
