package wire

import (
	"maps"
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// markKey is where the mark lies in ui_metadata.
const markKey = "alertplan"

// DecodeMark reads the mark of ui_metadata. What is not whole is no mark: nil.
// Others may write anything there, so nothing is taken on trust.
func DecodeMark(uiMetadata *orderedjson.Object) *monitors.Mark {
	if uiMetadata.Object(markKey) == nil {
		return nil
	}
	r := &reader{}
	o, _ := (object{Object: uiMetadata, r: r}).child(markKey)
	at, err := address.Parse(o.Text("address"))
	if err != nil || at.Kind() != address.Monitor || !address.ValidWorkspace(o.Text("workspace")) {
		return nil
	}
	mark := &monitors.Mark{
		Workspace: o.Text("workspace"), Address: at, Description: o.Text("description"),
		Triggers:   map[string]monitors.TriggerMark{},
		ConfigHash: o.Text("config_hash"), HashVersion: o.integer("hash_version", 0),
	}
	if mark.ConfigHash == "" || mark.HashVersion < 1 {
		return nil
	}
	triggers, _ := o.child("triggers")
	for _, label := range triggers.Keys() {
		trigger, ok := triggers.child(label)
		if !ok {
			return nil
		}
		actions, _ := trigger.child("actions")
		mark.Triggers[label] = monitors.TriggerMark{ID: trigger.identifier("id"), Actions: map[string]string{}}
		for _, action := range actions.Keys() {
			mark.Triggers[label].Actions[action] = actions.identifier(action)
		}
	}
	if o.Has("rbac_roles") {
		mark.Roles = append(monitors.Roles{}, o.texts("rbac_roles")...)
	}
	mark.Fields = o.textsByKey("fields")
	mark.Queries = o.textsByKey("queries")
	mark.Mutes = decodeMutes(o)
	if search, there := o.child("search"); there {
		mark.Search = &monitors.StoredForms{Declared: search.identifier("declared"), Stored: search.identifier("stored")}
	}
	if r.err != nil {
		return nil
	}
	return mark
}

// textsByKey is an object of texts, nil where there are none.
func (o object) textsByKey(key string) map[string]string {
	inner, there := o.child(key)
	if !there || inner.Len() == 0 {
		return nil
	}
	byKey := make(map[string]string, inner.Len())
	for _, k := range inner.Keys() {
		byKey[k] = inner.text(k)
	}
	return byKey
}

// setTexts sets an object of texts, sorted by key, where there are any.
func setTexts(o *orderedjson.Object, key string, byKey map[string]string) {
	if len(byKey) == 0 {
		return
	}
	inner := orderedjson.NewObject()
	for _, k := range slices.Sorted(maps.Keys(byKey)) {
		inner.Set(k, byKey[k])
	}
	o.Set(key, inner)
}

// identifier is a text that is not empty.
func (o object) identifier(key string) string {
	text := o.Text(key)
	if text == "" {
		o.r.fail(o.at(key), "must be an id")
	}
	return text
}

// EncodeMark is the mark as it stands in ui_metadata.alertplan; labels are
// sorted, so that equal marks give equal text.
func EncodeMark(mark monitors.Mark) *orderedjson.Object {
	triggers := orderedjson.NewObject()
	for _, label := range slices.Sorted(maps.Keys(mark.Triggers)) {
		trigger := mark.Triggers[label]
		actions := orderedjson.NewObject()
		for _, action := range slices.Sorted(maps.Keys(trigger.Actions)) {
			actions.Set(action, trigger.Actions[action])
		}
		triggers.Set(label, orderedjson.NewObject(
			orderedjson.Member{Key: "id", Value: trigger.ID},
			orderedjson.Member{Key: "actions", Value: actions}))
	}
	o := orderedjson.NewObject()
	o.Set("workspace", mark.Workspace)
	o.Set("address", mark.Address.String())
	setText(o, "description", mark.Description)
	setWhere(o, "rbac_roles", anyList(mark.Roles), mark.Roles != nil)
	o.Set("triggers", triggers)
	setTexts(o, "queries", mark.Queries)
	setMutes(o, mark.Mutes)
	o.Set("config_hash", mark.ConfigHash)
	o.Set("hash_version", number(mark.HashVersion))
	setTexts(o, "fields", mark.Fields)
	if mark.Search != nil {
		o.Set("search", orderedjson.NewObject(
			orderedjson.Member{Key: "declared", Value: mark.Search.Declared},
			orderedjson.Member{Key: "stored", Value: mark.Search.Stored}))
	}
	return o
}

// applyMark gives a live monitor what only its mark knows: its description and
// the labels of its triggers and actions, found by their ids.
func applyMark(m *monitors.Monitor, mark monitors.Mark) {
	m.Description, m.Roles = mark.Description, mark.Roles
	for _, label := range slices.Sorted(maps.Keys(mark.Triggers)) {
		marked := mark.Triggers[label]
		i := slices.IndexFunc(m.Triggers, func(t monitors.Trigger) bool { return t.Label == "" && t.ID == marked.ID })
		if i < 0 {
			continue
		}
		t := &m.Triggers[i]
		t.Label = label
		for _, action := range slices.Sorted(maps.Keys(marked.Actions)) {
			id := marked.Actions[action]
			if j := slices.IndexFunc(t.Actions, func(a monitors.Action) bool { return a.Label == "" && a.ID == id }); j >= 0 {
				t.Actions[j].Label = action
			}
		}
	}
}
