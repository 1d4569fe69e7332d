package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/bodies"
	"github.com/alertplan/alertplan/internal/convert/cloudwatch"
	"github.com/alertplan/alertplan/internal/convert/discover"
	"github.com/alertplan/alertplan/internal/convert/elastalert"
	"github.com/alertplan/alertplan/internal/convert/insights"
	"github.com/alertplan/alertplan/internal/convert/provider"
	"github.com/alertplan/alertplan/internal/convert/sigma"
	"github.com/alertplan/alertplan/internal/pattern"
)

// convertKinds are the languages that `convert --from` knows, in the order of its help.
func convertKinds() []convert.Kind {
	return []convert.Kind{
		insights.Kind(),
		cloudwatch.Kind(),
		discover.Kind(),
		sigma.Kind(),
		elastalert.Kind(),
		bodies.Kind(),
		provider.Kind(),
	}
}

func kindNames() []string {
	var names []string
	for _, k := range convertKinds() {
		names = append(names, k.Name)
	}
	return names
}

var (
	intervalForm    = pattern.New(`^[1-9][0-9]*[mhd]$`)
	lastForm        = pattern.New(`^[1-9][0-9]*[smhd]$`)
	destinationForm = pattern.New(`^((destination|existing)\.[a-z_]+\.[A-Za-z_][A-Za-z0-9_-]*(\["[^"$%\\]*"\])?|(var|local)\.[A-Za-z_][A-Za-z0-9_-]*)$`)
)

// Flags that say something of some languages only: what says nothing is refused.
var (
	flagsOfSome = map[string][]string{
		"import": {bodies.Kind().Name}, "channel": {bodies.Kind().Name, provider.Kind().Name}, "state": {provider.Kind().Name},
	}
	flagsOfOthers = []string{"family", "indices", "mapping", "events", "interval", "last", "name", "destination"}
)

// checkFlags refuses flags that say nothing of the language.
func (o *convertOptions) checkFlags(given func(name string) bool) error {
	for _, name := range slices.Sorted(maps.Keys(flagsOfSome)) {
		if of := flagsOfSome[name]; given(name) && !slices.Contains(of, o.from) {
			return fmt.Errorf("--%s says nothing with --from %s: only --from %s has use for it", name, o.from, strings.Join(of, " and --from "))
		}
	}
	for _, name := range flagsOfOthers {
		if given(name) && (o.from == bodies.Kind().Name || o.from == provider.Kind().Name) {
			return fmt.Errorf("--%s says nothing with --from %s: bodies say that themselves", name, o.from)
		}
	}
	return nil
}

// check holds the flags against what they may say, and fills the options.
func (o *convertOptions) check() (convert.Kind, error) {
	var err error
	if o.options.Family, err = convert.ReadFamily(o.family); err != nil {
		return convert.Kind{}, err
	}
	for _, flag := range []struct {
		name, value, what string
		form              *pattern.Pattern
	}{
		{"interval", o.options.Interval, "whole minutes, hours or days such as 5m", intervalForm},
		{"last", o.options.Last, "a duration such as 90s or 15m", lastForm},
		{"destination", o.options.Destination, "the address of a destination such as destination.slack.soc, existing.slack.oncall or var.destination", destinationForm},
	} {
		if flag.value != "" && !flag.form.MatchString(flag.value) {
			return convert.Kind{}, fmt.Errorf("--%s takes %s, not %q", flag.name, flag.what, flag.value)
		}
	}
	if err := checkWorkspace(o.workspace); err != nil {
		return convert.Kind{}, err
	}
	if o.options.Mapping, err = o.knownFields(); err != nil {
		return convert.Kind{}, err
	}
	return kindNamed(o.from)
}

func kindNamed(name string) (convert.Kind, error) {
	for _, k := range convertKinds() {
		if k.Name == name {
			return k, nil
		}
	}
	if name == "" {
		return convert.Kind{}, fmt.Errorf("--from is missing: it says in which language the text is, one of %s", strings.Join(kindNames(), ", "))
	}
	return convert.Kind{}, fmt.Errorf("there is no converter from %q, only from %s.%s", name, strings.Join(kindNames(), ", "), nearest(name, kindNames()))
}
