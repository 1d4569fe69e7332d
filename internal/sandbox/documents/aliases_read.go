package documents

import (
	"net/http"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// What the parser of _aliases takes. Observed on 2.19.4.
var (
	oneText = fieldParser{kinds: []jackson.Kind{jackson.String}}
	oneFlag = fieldParser{kinds: []jackson.Kind{jackson.Boolean, jackson.String}, truth: true}
	routed  = fieldParser{kinds: wholeOnes}

	addParser = &objectParser{"add", map[string]fieldParser{
		"index": oneText, "indices": {kinds: textLists}, "alias": oneText, "aliases": {kinds: textLists}, "filter": {kinds: anObject},
		"routing": routed, "index_routing": routed, "search_routing": routed, "is_write_index": oneFlag, "is_hidden": oneFlag,
	}}
	removeParser = &objectParser{"remove", map[string]fieldParser{
		"index": oneText, "indices": {kinds: textLists}, "alias": oneText, "aliases": {kinds: textLists}, "must_exist": oneFlag,
	}}
	removeIndexParser = &objectParser{"remove_index", map[string]fieldParser{
		"index": oneText, "indices": {kinds: textLists},
		"alias":   {kinds: []jackson.Kind{jackson.String}, refused: "[alias] is unsupported for [REMOVE_INDEX]"},
		"aliases": {kinds: textLists, refused: "[aliases] is unsupported for [REMOVE_INDEX]"},
	}}
	actionParser = &objectParser{"alias_action", map[string]fieldParser{
		"add": {kinds: anObject, inner: addParser}, "remove": {kinds: anObject, inner: removeParser}, "remove_index": {kinds: anObject, inner: removeIndexParser},
	}}
	actionsParser = &objectParser{"aliases", map[string]fieldParser{
		"actions": {kinds: []jackson.Kind{jackson.StartArray, jackson.StartObject}, inner: actionParser},
	}}
)

// aliasAction is one action as it was sent, with its place in the body.
type aliasAction struct {
	kind string
	body *orderedjson.Object
	at   jackson.Place
}

// unparsed words what is wrong with an action as a fault of the list.
func (a aliasAction) unparsed(cause *rest.Error) *rest.Error {
	e := rest.Errorf(http.StatusBadRequest, "x_content_parse_exception", "[%d:%d] [aliases] failed to parse field [actions]", a.at.Line, a.at.Column)
	return e.Because(cause)
}

// readActions reads the actions of a body, all of them before any is looked at.
func readActions(raw []byte, body *orderedjson.Object) ([]aliasAction, error) {
	if err := actionsParser.check(raw, body); err != nil {
		return nil, err
	}
	list := body.Array("actions")
	if one := body.Object("actions"); one != nil {
		list = []any{one}
	}
	if len(list) == 0 {
		return nil, rest.IllegalArgument("No action specified")
	}
	var out []aliasAction
	for i, x := range list {
		action, _ := x.(*orderedjson.Object)
		if action.Len() != 1 {
			return nil, rest.IllegalArgument("Exactly one action per entry is allowed")
		}
		a := aliasAction{kind: action.Keys()[0]}
		a.body = action.Object(a.kind)
		a.at, _ = jackson.Locate(raw, "actions", i, a.kind)
		if len(oneOrMore(a.body, "index", "indices")) == 0 {
			return nil, a.unparsed(rest.IllegalArgument("One of [index] or [indices] is required"))
		}
		if len(oneOrMore(a.body, "alias", "aliases")) == 0 && a.kind != "remove_index" {
			return nil, a.unparsed(rest.IllegalArgument("One of [alias] or [aliases] is required"))
		}
		out = append(out, a)
	}
	return out, nil
}
