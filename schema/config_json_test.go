package schema_test

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema"
)

type member = orderedjson.Member

func object(members ...member) *orderedjson.Object { return orderedjson.NewObject(members...) }

func list[T any](all []T, one func(T) any) []any {
	out := []any{}
	for _, x := range all {
		out = append(out, one(x))
	}
	return out
}

func text(s string) any { return s }

// configJSON is a configuration as the golden files hold it. Secrets are shown,
// since the files are ours.
func configJSON(c *schema.Config) *orderedjson.Object {
	return object(
		member{"workspace", c.Workspace},
		member{"clusters", list(c.Clusters, func(c schema.Cluster) any {
			return object(
				member{"name", c.Name}, member{"url", c.URL}, member{"username", c.Username}, member{"password", c.Password.Reveal()},
				member{"password_file", c.PasswordFile}, member{"ca_file", c.CAFile}, member{"insecure", c.Insecure}, member{"timeout", c.Timeout.String()})
		})},
		member{"variables", list(c.Variables, func(v schema.Variable) any {
			return object(member{"name", v.Name}, member{"description", v.Description}, member{"sensitive", v.Sensitive}, member{"known", v.Known})
		})},
		member{"destinations", list(c.Destinations, destinationJSON)},
		member{"existing", list(c.Existing, func(e schema.Existing) any {
			return object(member{"address", e.Address.String()}, member{"id", e.ID}, member{"name", e.Name})
		})},
		member{"monitors", list(c.Monitors, monitorJSON)},
		member{"imports", list(c.Imports, func(i schema.Import) any {
			return object(member{"to", i.To.String()}, member{"id", i.ID})
		})},
		member{"moved", list(c.Moved, func(m schema.Moved) any {
			return object(member{"from", m.From.String()}, member{"to", m.To.String()})
		})},
		member{"removed", list(c.Removed, func(r schema.Removed) any {
			return object(member{"from", r.From.String()}, member{"destroy", r.Destroy})
		})},
		member{"secrets", list(c.Secrets, text)},
	)
}

func lifecycleJSON(l schema.Lifecycle) any {
	return object(member{"ignore_changes", list(l.IgnoreChanges, text)}, member{"prevent_destroy", l.PreventDestroy})
}

func lineOf(r hcl.Range) any { return r.String() }

func destinationJSON(d schema.Destination) any {
	fields := object()
	for _, f := range d.Destination.Fields() {
		value := f.Value
		if secret, ok := value.(destinations.Secret); ok {
			value = secret.Reveal()
			if reason, unknown := secret.Unknown(); unknown {
				value = "unknown: " + reason
			}
		}
		fields.Set(f.Path, value)
	}
	return object(
		member{"address", d.Address.String()}, member{"kind", string(d.Destination.Kind)}, member{"fields", fields},
		member{"lifecycle", lifecycleJSON(d.Lifecycle)}, member{"declared", lineOf(d.DeclRange)})
}

func monitorJSON(m schema.Monitor) any {
	return object(
		member{"address", m.Address.String()}, member{"description", m.Monitor.Description}, member{"triggers", list(m.Monitor.Triggers, triggerJSON)},
		member{"body", wire.EncodeMonitor(m.Monitor, nil)}, member{"lifecycle", lifecycleJSON(m.Lifecycle)}, member{"declared", lineOf(m.DeclRange)})
}

func triggerJSON(t monitors.Trigger) any {
	return object(member{"label", t.Label}, member{"actions", list(t.Actions, func(a monitors.Action) any {
		return object(member{"label", a.Label}, member{"destination", a.Destination.Address.String()})
	})})
}
