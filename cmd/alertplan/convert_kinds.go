package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/cloudwatch"
	"github.com/alertplan/alertplan/internal/convert/discover"
	"github.com/alertplan/alertplan/internal/convert/insights"
	"github.com/alertplan/alertplan/internal/convert/provider"
)

// convertKinds are the languages that `convert --from` knows, in the order of its help.
func convertKinds() []convert.Kind {
	return []convert.Kind{
		insights.Kind(),
		cloudwatch.Kind(),
		discover.Kind(),
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
	intervalForm    = regexp.MustCompile(`^[1-9][0-9]*[mhd]$`)
	lastForm        = regexp.MustCompile(`^[1-9][0-9]*[smhd]$`)
	workspaceForm   = regexp.MustCompile(`^[a-z0-9-]{1,30}$`)
	destinationForm = regexp.MustCompile(`^((destination|existing)\.[a-z_]+\.[A-Za-z_][A-Za-z0-9_-]*(\["[^"$%\\]*"\])?|(var|local)\.[A-Za-z_][A-Za-z0-9_-]*)$`)
)

// check holds the flags against what they may say, and fills the options.
func (o *convertOptions) check() (convert.Kind, error) {
	var err error
	if o.options.Family, err = convert.ReadFamily(o.family); err != nil {
		return convert.Kind{}, err
	}
	for _, flag := range []struct {
		name, value, what string
		form              *regexp.Regexp
	}{
		{"interval", o.options.Interval, "whole minutes, hours or days such as 5m", intervalForm},
		{"last", o.options.Last, "a duration such as 90s or 15m", lastForm},
		{"workspace", o.workspace, "1 to 30 small letters, digits and hyphens", workspaceForm},
		{"destination", o.options.Destination, "the address of a destination such as destination.slack.soc, existing.slack.oncall or var.destination", destinationForm},
	} {
		if flag.value != "" && !flag.form.MatchString(flag.value) {
			return convert.Kind{}, fmt.Errorf("--%s takes %s, not %q", flag.name, flag.what, flag.value)
		}
	}
	if o.options.Mapping, err = o.knownFields(); err != nil {
		return convert.Kind{}, err
	}
	kind, err := kindNamed(o.from)
	if err != nil {
		return convert.Kind{}, err
	}
	return kind, o.fits(kind)
}

// fits refuses flags that say nothing to a kind.
func (o *convertOptions) fits(kind convert.Kind) error {
	if kind.Convert != nil {
		if o.given("state") {
			return fmt.Errorf("--state is for --from %s, not for --from %s", provider.Kind().Name, kind.Name)
		}
		return nil
	}
	for _, flag := range []string{"family", "indices", "mapping", "events", "interval", "last", "name", "destination"} {
		if o.given(flag) {
			return fmt.Errorf("--%s says nothing to --from %s: bodies say it themselves", flag, kind.Name)
		}
	}
	return nil
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
