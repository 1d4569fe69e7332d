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

func field(key string, value any) member { return member{Key: key, Value: value} }

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
		field("workspace", c.Workspace),
		field("clusters", list(c.Clusters, func(c schema.Cluster) any {
			return object(
				field("name", c.Name), field("url", c.URL), field("missing", c.Missing), field("url_given", c.URLGiven), field("username", c.Username), field("password", c.Password.Reveal()),
				field("password_file", c.PasswordFile), field("ca_file", c.CAFile), field("insecure", c.Insecure), field("timeout", c.Timeout.String()),
				field("dialect", c.Dialect), field("require_tests", c.Policy.RequireTests), field("forbid_destroy", c.Policy.ForbidDestroy), field("max_deletes", maxDeletes(c.Policy)),
				field("token", c.Token.Reveal()), field("token_file", c.TokenFile), field("client_cert_file", c.ClientCertFile), field("client_key_file", c.ClientKeyFile),
				field("login_missing", c.LoginMissing), field("aws", awsJSON(c.AWS)))
		})),
		field("variables", list(c.Variables, func(v schema.Variable) any {
			return object(field("name", v.Name), field("description", v.Description), field("sensitive", v.Sensitive), field("known", v.Known))
		})),
		field("destinations", list(c.Destinations, destinationJSON)),
		field("existing", list(c.Existing, func(e schema.Existing) any {
			return object(field("address", e.Address.String()), field("id", e.ID), field("name", e.Name))
		})),
		field("monitors", list(c.Monitors, monitorJSON)), field("workflows", list(c.Workflows, workflowJSON)),
		field("imports", list(c.Imports, func(i schema.Import) any {
			return object(field("to", i.To.String()), field("id", i.ID))
		})),
		field("moved", list(c.Moved, func(m schema.Moved) any {
			return object(field("from", m.From.String()), field("to", m.To.String()))
		})),
		field("removed", list(c.Removed, func(r schema.Removed) any {
			return object(field("from", r.From.String()), field("destroy", r.Destroy))
		})),
		field("tests", list(c.Tests, testJSON)),
		field("secrets", list(c.Secrets, text)),
	)
}

func maxDeletes(p schema.Policy) any {
	if p.MaxDeletes == nil {
		return nil
	}
	return *p.MaxDeletes
}

func awsJSON(a *schema.AWS) any {
	if a == nil {
		return nil
	}
	o := object(field("region", a.Region), field("service", a.Service), field("profile", a.Profile))
	if a.AssumeRole != nil {
		o.Set("role_arn", a.AssumeRole.RoleARN)
		o.Set("external_id", a.AssumeRole.ExternalID)
		o.Set("session_name", a.AssumeRole.SessionName)
	}
	return o
}

func lifecycleJSON(l schema.Lifecycle) any {
	return object(field("ignore_changes", list(l.IgnoreChanges, text)), field("prevent_destroy", l.PreventDestroy))
}

func lineOf(r hcl.Range) any { return r.String() }

func destinationJSON(d schema.Destination) any {
	fields := object()
	for _, f := range d.Destination.Fields() {
		value := f.Shown()
		if secret, ok := value.(destinations.Secret); ok {
			value = secret.Reveal()
			if reason, unknown := secret.Unknown(); unknown {
				value = "unknown: " + reason
			}
		}
		fields.Set(f.Path, value)
	}
	return object(
		field("address", d.Address.String()), field("kind", string(d.Destination.Kind)), field("fields", fields),
		field("lifecycle", lifecycleJSON(d.Lifecycle)), field("declared", lineOf(d.DeclRange)))
}

// workflowJSON is a workflow in its own words: its body lacks the delegates' ids.
func workflowJSON(m schema.Monitor) any {
	return object(
		field("address", m.Address.String()), field("fields", m.Monitor.Fields()),
		field("triggers", list(m.Monitor.Triggers, func(t monitors.Trigger) any {
			c, _ := t.Condition.(*monitors.ChainedCondition)
			return object(field("label", t.Label), field("fields", t.Fields()), field("source", c.Source()), field("actions", list(t.Actions, func(a monitors.Action) any { return a.Fields() })))
		})),
		field("lifecycle", lifecycleJSON(m.Lifecycle)), field("declared", lineOf(m.DeclRange)))
}

func monitorJSON(m schema.Monitor) any {
	return object(
		field("address", m.Address.String()), field("description", m.Monitor.Description), field("triggers", list(m.Monitor.Triggers, triggerJSON)),
		field("body", wire.EncodeMonitor(m.Monitor, nil)), field("lifecycle", lifecycleJSON(m.Lifecycle)), field("declared", lineOf(m.DeclRange)))
}

func triggerJSON(t monitors.Trigger) any {
	return object(field("label", t.Label), field("actions", list(t.Actions, func(a monitors.Action) any {
		return object(field("label", a.Label), field("destination", a.Destination.Address.String()))
	})))
}
