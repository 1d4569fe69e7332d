package plan

import (
	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/monitors"
)

// compareDestinations lists how a live destination differs from the desired one.
func compareDestinations(live, desired destinations.Destination) (fields []FieldChange, unknown []string) {
	before := map[string]destinations.Field{}
	if live.Kind != "" && live.Kind != desired.Kind {
		fields = append(fields, FieldChange{Path: "kind", Before: string(live.Kind), After: string(desired.Kind)})
	}
	for _, f := range live.Fields() {
		before[f.Path] = f
	}
	for _, f := range desired.Fields() {
		was, there := before[f.Path]
		delete(before, f.Path)
		if missing := missingIn(f.Shown()); len(missing) > 0 {
			unknown = append(unknown, missing...)
			continue
		}
		switch {
		case !there:
			fields = append(fields, FieldChange{Path: f.Path, After: f.Shown()})
		case !destinations.SameValue(was.Value, f.Value):
			fields = append(fields, FieldChange{Path: f.Path, Before: was.Shown(), After: f.Shown()})
		}
	}
	for _, f := range live.Fields() {
		if _, gone := before[f.Path]; gone {
			fields = append(fields, FieldChange{Path: f.Path, Before: f.Shown()})
		}
	}
	return fields, unknown
}

func addedFields(d destinations.Destination) []FieldChange {
	var fields []FieldChange
	for _, f := range d.Fields() {
		value := f.Shown()
		if list, ok := value.([]any); !isUnset(value) && (!ok || len(list) > 0) {
			fields = append(fields, FieldChange{Path: f.Path, After: value})
		}
	}
	return fields
}

// missingIn names what a shown value lacks in this run.
func missingIn(v any) []string {
	switch v := v.(type) {
	case destinations.Secret:
		if reason, missing := v.Unknown(); missing {
			return []string{reason}
		}
	case []any:
		var all []string
		for _, x := range v {
			all = append(all, missingIn(x)...)
		}
		return all
	default:
		if reason, missing := monitors.Unknown(v); missing {
			return []string{reason}
		}
	}
	return nil
}

func removedFields(d destinations.Destination) []FieldChange { return gone(addedFields(d)) }

func unknownSecrets(d destinations.Destination) []string {
	_, unknown := compareDestinations(destinations.Destination{}, d)
	return unknown
}
