package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// standInForTerraform is terraform state pull, list and rm on terraform.tfstate, as
// Terraform 1.11.4 answers (observed: neither needs the provider). Whoever runs the tests
// need not have it.
func standInForTerraform() {
	args, dir := os.Args[1:], "."
	if len(args) > 0 {
		if chdir, ok := strings.CutPrefix(args[0], "-chdir="); ok {
			args, dir = args[1:], chdir
		}
	}
	file := dir + "/terraform.tfstate"
	text, err := os.ReadFile(file)
	if err == nil && len(args) > 1 && args[0] == "state" {
		err = onState(file, text, args[1], args[2:])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func onState(file string, text []byte, command string, addresses []string) error {
	v, err := orderedjson.Parse(text)
	if err != nil {
		return err
	}
	state := v.(*orderedjson.Object)
	removed := 0
	var kept []any
	for _, x := range state.Array("resources") {
		r := x.(*orderedjson.Object)
		var instances []any
		for _, instance := range r.Array("instances") {
			address := r.Text("type") + "." + r.Text("name")
			if key := instance.(*orderedjson.Object).Text("index_key"); key != "" {
				address += fmt.Sprintf("[%q]", key)
			}
			switch {
			case command == "list":
				fmt.Println(address)
			case command == "rm" && (slices.Contains(addresses, address) || slices.Contains(addresses, r.Text("type")+"."+r.Text("name"))):
				fmt.Println("Removed " + address)
				removed++
				continue
			}
			instances = append(instances, instance)
		}
		if r.Set("instances", instances); len(instances) > 0 {
			kept = append(kept, r)
		}
	}
	if command == "pull" {
		fmt.Print(string(text))
	}
	if command != "rm" {
		return nil
	}
	fmt.Printf("Successfully removed %d resource instance(s).\n", removed)
	state.Set("resources", kept)
	out, err := orderedjson.MarshalIndent(state)
	if err != nil {
		return err
	}
	return os.WriteFile(file, out, 0o600)
}
