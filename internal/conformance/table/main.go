// Command table prints the conformance table: how many random cases, and how many
// searches of a corpus, come out here as on real nodes.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/conformance"
)

func main() {
	worlds := flag.Int("worlds", 20, "how many worlds are made up")
	each := flag.Int("each", 100, "searches over each world")
	seed := flag.Uint64("seed", 1, "what random cases are made from")
	shrink := flag.Int("shrink", 10, "how many differences are made smaller")
	noCorpus := flag.Bool("no-corpus", false, "leave the corpus out")
	batches := flag.Int("templates", 4, "batches of 200 templates")
	prefix := flag.String("prefix", fmt.Sprintf("cf%04x", os.Getpid()&0xffff), "of indices' names on the nodes")
	unequal := flag.String("unequal", "", "a folder to write differences to")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		fmt.Println("no node: set ALERTPLAN_TEST_NODES to the URL of a core node")
		return
	}
	n, err := conformance.Dial(ctx, nodes[0])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	began := time.Now()
	t := conformance.NewTally(nil)
	plan := conformance.Plan{Seed: *seed, Worlds: *worlds, Each: *each, Prefix: *prefix, Shrink: *shrink,
		Batches: *batches, Templates: 200, Failing: 3}
	var known conformance.Findings
	if *unequal != "" {
		if known, err = conformance.Recheck(ctx, n, *unequal); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		plan.Known(known)
	}
	findings, err := conformance.Run(ctx, n, plan, t)
	if folder := os.Getenv("ALERTPLAN_TEST_CORPUS"); folder != "" && err == nil && !*noCorpus {
		var more conformance.Findings
		more, err = conformance.RunCorpus(ctx, n, plan, folder, t)
		findings = append(findings, more...)
	}
	for _, f := range findings {
		fmt.Println(f.Print())
	}
	if *unequal != "" {
		if err := append(known, findings...).Write(*unequal); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		if err := t.WriteRefusals(*unequal); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	for _, s := range conformance.Sections {
		fmt.Println("##", s)
		for _, r := range t.Rows(s) {
			fmt.Printf("%-50s equal %5d errors %4d refused %4d unequal %4d idle %4d  %v\n", r.Name, r.Equal, r.Errors, r.Refused, r.Unequal, r.Idle, r.Reasons)
		}
	}
	fmt.Println(t.Cases, t.Words, time.Since(began))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
