package schema

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
)

// monitorID is what the server takes for the id of a delegate.
var monitorID = pattern.New(`^[A-Za-z0-9+/_-]+$`)

// readDelegates reads delegates = […] or the delegate blocks.
func (w *workflowBlock) readDelegates() {
	blocks := w.blocks.OfType("delegate")
	switch {
	case w.has("delegates") && len(blocks) > 0:
		w.report("invalid-delegate", w.at("delegates"), "Delegates stand in delegates or in delegate blocks, not in both. Keep one of them.")
	case w.has("delegates"):
		refs, places, whole := w.references("delegates")
		for i, r := range refs {
			w.delegates, w.places = append(w.delegates, monitors.Delegate{Monitor: r}), append(w.places, places[i])
		}
		w.incomplete = !whole
	}
	for _, block := range blocks {
		inner := *w
		inner.monitorBlock = w.inBlock(block, grammar.Delegate.Schema())
		inner.delegate(w)
	}
	if len(w.delegates) == 0 && !w.incomplete && !w.misspelt["delegates"] && !w.misspelt["delegate"] && len(w.monitorBlock.dynamic) == 0 {
		at := place{w.def, w.block}
		if w.has("delegates") {
			at = w.at("delegates")
		}
		w.report("missing-delegate", at, "%s has no delegates. Name the monitors that it runs: delegates = [monitor.LABEL, …].", w.address.Block())
	}
}

// delegate reads one delegate block into the workflow that it stands in.
func (w *workflowBlock) delegate(into *workflowBlock) {
	w.needed("monitor")
	v, ok := w.value("monitor")
	if !ok {
		into.incomplete = true
		return
	}
	ref, ok := w.reference(v, w.at("monitor"))
	if !ok {
		into.incomplete = true
		return
	}
	d := monitors.Delegate{Monitor: ref}
	if w.has("findings_of") {
		refs, places, _ := w.references("findings_of")
		for i, r := range refs {
			if w.findings(d, r, places[i], into) {
				d.FindingsOf = append(d.FindingsOf, r)
			}
		}
	}
	into.delegates, into.places = append(into.delegates, d), append(into.places, w.at("monitor"))
}

// references reads a list of monitors, and where each stands. whole is false where one
// of them can't be told, which has been told.
func (w *workflowBlock) references(name string) (refs []monitors.Ref, places []place, whole bool) {
	v, ok := w.value(name)
	if !ok {
		return nil, nil, false
	}
	plain, _ := v.Unmark()
	t := plain.Type()
	switch {
	case !plain.IsKnown():
		w.report("unknown-value", w.at(name), "%s must be known, but depends on %s. Give it a value.", name, missingIn(v))
		return nil, nil, false
	case !isList(t):
		w.report("invalid-delegate", w.at(name), "%s must be a list of monitors, such as [monitor.console_login], and this is %s.", name, article(t))
		return nil, nil, false
	}
	whole = true
	for i, element := range plain.AsValueSlice() {
		at := w.at(name).at(elementRange(w.attributes[name].Expr, i))
		ref, ok := w.reference(element, at)
		if !ok {
			whole = false
			continue
		}
		refs, places = append(refs, ref), append(places, at)
	}
	return refs, places, whole
}

// reference reads one monitor: monitor.LABEL, or an id as a text.
func (w *workflowBlock) reference(v cty.Value, at place) (monitors.Ref, bool) {
	plain, marks := v.Unmark()
	switch {
	case hasFailed(v):
		return monitors.Ref{}, false
	case !plain.IsKnown():
		return monitors.Ref{ID: unknownText(v)}, true
	case plain.IsNull():
		w.report("null-value", at, "A monitor is needed, and this is null.")
	case plain.Type() == monitorType:
		return monitors.Ref{Address: *plain.EncapsulatedValue().(*address.Address)}, true
	case plain.Type() == cty.String && hasSecret(marks):
		w.report("sensitive-value", at, "The id of a monitor must not be a secret, since it is printed. If it is none, use nonsensitive().")
	case plain.Type() == cty.String:
		if id := plain.AsString(); monitorID.MatchString(id) {
			return monitors.Ref{ID: id}, true
		}
		w.report("invalid-delegate", at, "%q can be no id of a monitor. A monitor of this configuration is named without quotes: monitor.LABEL.", plain.AsString())
	case plain.Type().IsObjectType() && allOf(plain, monitorType):
		w.report("unknown-instance", at, "This monitor has for_each, so one of its instances must be chosen: add [each.key] or a key in quotes. All of them are values(monitor.LABEL).%s", instanceHint(plain))
	default:
		w.report("invalid-delegate", at, "A monitor is named as it is, without quotes: monitor.LABEL, with [\"KEY\"] behind it for one of a for_each. This is %s.", article(plain.Type()))
	}
	return monitors.Ref{}, false
}

// sameMonitor tells whether two references are of one monitor, as far as it can be
// told from the files.
func sameMonitor(a, b monitors.Ref) bool {
	return a.Address == b.Address && a.ID == b.ID && !isUnknown(a.ID)
}

func (w *workflowBlock) find(r monitors.Ref) int {
	return slices.IndexFunc(w.delegates, func(d monitors.Delegate) bool { return sameMonitor(d.Monitor, r) })
}
