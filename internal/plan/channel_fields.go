package plan

import (
	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/monitors"
)

// compareDestinations lists how a live destination differs from the desired one.
func compareDestinations(live, desired destinations.Destination) (fields []FieldChange, unknown []string) {
	before := map[string]any{}
	for _, f := range live.Fields() {
		before[f.Path] = f.Value
	}
	for _, f := range desired.Fields() {
		value, there := before[f.Path]
		delete(before, f.Path)
		if s, secret := f.Value.(destinations.Secret); secret {
			if reason, missing := s.Unknown(); missing {
				unknown = append(unknown, reason)
				continue
			}
		}
		if reason, missing := monitors.Unknown(f.Value); missing {
			unknown = append(unknown, reason)
			continue
		}
		if !there || !destinations.SameValue(value, f.Value) {
			fields = append(fields, FieldChange{Path: f.Path, Before: value, After: f.Value})
		}
	}
	for _, f := range live.Fields() {
		if _, gone := before[f.Path]; gone {
			fields = append(fields, FieldChange{Path: f.Path, Before: f.Value})
		}
	}
	return fields, unknown
}

func addedFields(d destinations.Destination) []FieldChange {
	var fields []FieldChange
	for _, f := range d.Fields() {
		if !isUnset(f.Value) {
			fields = append(fields, FieldChange{Path: f.Path, After: f.Value})
		}
	}
	return fields
}

func removedFields(d destinations.Destination) []FieldChange { return gone(addedFields(d)) }

func unknownSecrets(d destinations.Destination) []string {
	_, unknown := compareDestinations(destinations.Destination{}, d)
	return unknown
}
