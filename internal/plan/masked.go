package plan

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// maskLive hides what a cluster has where the files have a secret without a value
// in this run: the output's own masks know values, and this one is known nowhere.
func (c comparison) maskLive(fields []FieldChange) {
	for i, f := range fields {
		fields[i].Before = c.masked(f.Before, f.After)
	}
}

func (c comparison) masked(live, desired any) any {
	if c.isMissingSecret(desired) {
		if live == nil {
			return nil
		}
		return destinations.NewSecret("of the cluster")
	}
	switch want := desired.(type) {
	case *orderedjson.Object:
		have, ok := live.(*orderedjson.Object)
		if !ok {
			return c.maskedWhole(live, desired)
		}
		masked := orderedjson.NewObject(have.Members()...)
		for _, m := range want.Members() {
			if value, there := have.Get(m.Key); there {
				masked.Set(m.Key, inBody(c.masked(value, m.Value)))
			}
		}
		return masked
	case []any:
		have, ok := live.([]any)
		if !ok || len(have) != len(want) {
			return c.maskedWhole(live, desired)
		}
		masked := slices.Clone(have)
		for i := range want {
			masked[i] = inBody(c.masked(have[i], want[i]))
		}
		return masked
	}
	return live
}

// maskedWhole hides a value of which nobody can tell where the secret stands.
func (c comparison) maskedWhole(live, desired any) any {
	_, missing := equalButUnknown(nil, desired)
	if live != nil && slices.ContainsFunc(missing, c.isSecret) {
		return destinations.NewSecret("of the cluster")
	}
	return live
}

// inBody is a value as it stands within JSON, where a secret is a text.
func inBody(v any) any {
	if _, secret := v.(destinations.Secret); secret {
		return "(sensitive)"
	}
	return v
}

func (c comparison) isMissingSecret(desired any) bool {
	reason, unknown := monitors.Unknown(desired)
	return unknown && slices.ContainsFunc(strings.Split(reason, ", "), c.isSecret)
}

// isSecret tells whether what is missing, such as var.token, would be a secret.
func (c comparison) isSecret(missing string) bool {
	return strings.HasPrefix(missing, "env(") || slices.Contains(c.secrets, missing)
}
