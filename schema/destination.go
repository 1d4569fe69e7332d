package schema

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/schema/grammar"
)

// ignorableOf are what ignore_changes may name. Of a webhook's URL the parts
// are not apart on the cluster.
var ignorableOf = map[destinations.Kind][]string{
	destinations.SNS:            {"name", "description", "enabled", "topic_arn", "role_arn"},
	destinations.Slack:          {"name", "description", "enabled", "url"},
	destinations.Chime:          {"name", "description", "enabled", "url"},
	destinations.MicrosoftTeams: {"name", "description", "enabled", "url"},
	destinations.Mattermost:     {"name", "description", "enabled", "url"},
	destinations.Webhook:        {"name", "description", "enabled", "url", "method", "headers"},
	destinations.Email:          {"name", "description", "enabled", "account", "recipients", "groups"},
	destinations.SMTPAccount:    {"name", "description", "host", "port", "method", "from"},
	destinations.SESAccount:     {"name", "description", "region", "role_arn", "from"},
	destinations.EmailGroup:     {"name", "description", "recipients"},
}

func destinationSchema(kind destinations.Kind) *hcl.BodySchema {
	return grammar.Root.Block("destination." + string(kind)).Schema()
}

func kindNames() []string { return names(destinations.Kinds()) }

func (l *loader) decodeDestinations(blocks hcl.Blocks) {
	for _, block := range blocks {
		kind, label := destinations.Kind(block.Labels[0]), block.Labels[1]
		if !slices.Contains(destinations.Kinds(), kind) {
			l.report("unknown-kind", place{block.LabelRanges[0], block.DefRange},
				"There is no kind of destination %q. It can be %s.%s", kind, oneOf(kindNames()), didYouMean(string(kind), kindNames()))
			continue
		}
		if l.declared.destinations[blockName{string(kind), label}] != block {
			continue // told already
		}
		r, inner := l.scope.open(block, destinationSchema(kind))
		lifecycle := l.decodeLifecycle(inner, ignorableOf[kind])
		if lifecycle.PreventDestroy {
			l.config.Protected = append(l.config.Protected, l.here(address.ForDestination(string(kind), label)))
		}
		l.eachInstance(r, blockName{string(kind), label}, func(s *scope, at address.Address) {
			l.addresses.ranges[at] = block.DefRange
			d := Destination{Address: at, Lifecycle: lifecycle, DeclRange: block.DefRange}
			d.Destination = r.in(s).destination(at)
			l.config.Destinations = append(l.config.Destinations, d)
		})
	}
}

// muted are the destinations that are switched off.
func (l *loader) muted() map[address.Address]bool {
	off := map[address.Address]bool{}
	for _, d := range l.config.Destinations {
		if !d.Destination.Enabled {
			off[d.Address] = true
		}
	}
	return off
}

// eachInstance calls decode for a destination block, or for each key of its
// for_each in order, with what each stands for there.
func (l *loader) eachInstance(r reading, name blockName, decode func(s *scope, at address.Address)) {
	at := l.here(address.ForDestination(name.kind, name.label))
	if _, keyed := r.attributes["for_each"]; !keyed {
		decode(l.scope, at)
		return
	}
	instances, known := l.resolver.forEach[blockPath{"destination", name}]
	if !known {
		l.addresses.broken[at] = true
	}
	for _, key := range slices.Sorted(maps.Keys(instances)) {
		decode(l.scope.with("each", each(key, instances[key])), at.WithKey(key))
	}
}

// destination reads what the kinds have in common. One that says no name has
// that of its label and key.
func (r reading) destination(at address.Address) destinations.Destination {
	d := destinations.Destination{Kind: destinations.Kind(at.Type())}
	d.Name = nameOf(at, d.Kind)
	if given, ok := r.publicText("name"); ok && r.notBlank("name", given) {
		d.Name = given
	}
	d.Description, _ = r.publicText("description")
	d.Enabled = r.unlessFalse("enabled")
	switch d.Kind {
	case destinations.SNS:
		d.Settings = r.sns()
	case destinations.Webhook:
		d.Settings = r.webhook()
	case destinations.Email:
		d.Settings = r.email()
	case destinations.SMTPAccount:
		r.checkAccountName(d.Name)
		d.Settings = r.smtp()
	case destinations.SESAccount:
		d.Settings = r.ses()
	case destinations.EmailGroup:
		d.Settings = r.emailGroup()
	default:
		d.Settings = r.chat(d.Kind)
	}
	if w, ok := d.Settings.(*destinations.WebhookSettings); ok {
		if _, unknown := w.Headers[anyHeader]; unknown {
			return d.Canonical()
		}
	}
	return d.KeepContentType().Canonical()
}

// nameOf is the name of a destination that says none. That of an account becomes
// part of the names of settings, where there is no blank.
func nameOf(at address.Address, kind destinations.Kind) string {
	key, keyed := at.Key()
	switch {
	case !keyed:
		return at.Label()
	case kind.IsChannel():
		return at.Label() + " " + key
	default:
		return at.Label() + "_" + key
	}
}

func (l *loader) decodeExisting(blocks hcl.Blocks) {
	for _, block := range blocks {
		kind, label := block.Labels[0], block.Labels[1]
		if !slices.Contains(kindNames(), kind) {
			l.report("unknown-kind", place{block.LabelRanges[0], block.DefRange},
				"There is no kind of channel %q. It can be %s.%s", kind, oneOf(kindNames()), didYouMean(kind, kindNames()))
			continue
		}
		if l.declared.existing[blockName{kind, label}] != block {
			continue
		}
		r, _ := l.scope.open(block, grammar.Existing.Schema())
		e := Existing{Address: l.here(address.ForExisting(kind, label)), Kind: destinations.Kind(kind), Range: block.DefRange}
		if r.has("id") == r.has("name") {
			l.report("conflicting-attributes", place{block.DefRange, r.block}, "An existing channel is named by id or by name: write one of the two.")
			continue
		}
		var okID, okName bool
		if e.ID, okID = r.publicText("id"); okID {
			okID = r.notBlank("id", e.ID)
		}
		if e.Name, okName = r.publicText("name"); okName {
			okName = r.notBlank("name", e.Name)
		}
		if okID || okName {
			l.config.Existing = append(l.config.Existing, e)
		}
	}
}
