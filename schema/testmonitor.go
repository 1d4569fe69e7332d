package schema

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/address"
)

// withMonitors is the scope in which monitors can be referred to.
func (l *loader) withMonitors() *scope {
	if l.monitorScope == nil {
		l.monitorScope = l.makeMonitorScope()
	}
	return l.monitorScope
}

func (l *loader) makeMonitorScope() *scope {
	single, keys := map[string]bool{}, map[string][]string{}
	for a := range l.addresses.ranges {
		if a.Kind() != address.Monitor || a.Pack() != l.pack.address() {
			continue
		}
		if key, keyed := a.Key(); keyed {
			keys[a.Label()] = append(keys[a.Label()], key)
		} else {
			single[a.Label()] = true
		}
	}
	values, instances := map[string]cty.Value{}, maps.Clone(l.scope.instances)
	for label := range l.declared.monitors {
		at := l.here(address.ForMonitor(label))
		switch {
		case l.addresses.broken[at]:
			values[label] = failed
			instances[blockPath{"monitor", blockName{label: label}}] = nil
		case single[label]:
			values[label] = cty.CapsuleVal(monitorType, &at)
		default:
			byKey := map[string]cty.Value{}
			for _, key := range keys[label] {
				instance := at.WithKey(key)
				byKey[key] = cty.CapsuleVal(monitorType, &instance)
			}
			values[label] = cty.ObjectVal(byKey)
			instances[blockPath{"monitor", blockName{label: label}}] = append([]string{}, slices.Sorted(maps.Keys(byKey))...)
		}
	}
	s := l.scope.with("monitor", cty.ObjectVal(values))
	s.instances = instances
	l.addPackMonitors(s)
	return s
}

// underTest is the address of the monitor under test.
func (t *testBlock) underTest() address.Address {
	t.needed("monitor")
	v, ok := t.value("monitor")
	if !ok {
		return address.Address{}
	}
	plain, _ := v.Unmark()
	switch {
	case !plain.IsKnown():
		t.report("unknown-value", t.at("monitor"), "monitor must be known, but depends on %s. Give it a value.", missingIn(v))
	case plain.Type() == monitorType:
		a := *plain.EncapsulatedValue().(*address.Address)
		if m := t.all.monitors[a]; m != nil && !t.hasErrorIn(m.DeclRange, "") {
			t.monitor = m
		}
		return a
	case plain.Type().IsObjectType() && allOf(plain, monitorType) && hcl.ExprAsKeyword(t.attributes["monitor"].Expr) == "":
		t.report("unknown-instance", t.at("monitor"), "This monitor has for_each, so one of its instances must be chosen: add [\"KEY\"] behind it.%s", instanceHint(plain))
	default:
		t.report("invalid-address", t.at("monitor"), "monitor must name a monitor as it is, without quotes: monitor.LABEL, with [\"KEY\"] behind it for one of a for_each.")
	}
	return address.Address{}
}

// hasErrorIn tells whether something is wrong in the block that begins there,
// found by a check or, for "", by any.
func (t *testBlock) hasErrorIn(def hcl.Range, check checkName) bool {
	whole := t.ranges[blockStart{def.Filename, def.Start.Byte}]
	return slices.ContainsFunc(t.diags, func(d *hcl.Diagnostic) bool {
		return d.Severity == hcl.DiagError && (check == "" || d.Extra == check) &&
			d.Subject != nil && whole.Filename == d.Subject.Filename && whole.Overlaps(*d.Subject)
	})
}
