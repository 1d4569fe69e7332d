package sandbox_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/sandbox/alerting"
	"github.com/alertplan/alertplan/internal/sandbox/documents"
	"github.com/alertplan/alertplan/internal/sandbox/notifications"
	"github.com/alertplan/alertplan/internal/sandbox/outbox"
	"github.com/alertplan/alertplan/internal/sandbox/security"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

// Whoever gives a part of the sandbox more to remember says here what becomes of it
// at a restart: it is kept (see data.go), made again, or rightly gone.
func TestEachFieldOutlivesARestartOrNeedNot(t *testing.T) {
	type fields map[string]string
	within := func(v any, path ...string) reflect.Type {
		typ := reflect.TypeOf(v)
		for _, name := range path {
			f, ok := typ.FieldByName(name)
			if !ok {
				t.Fatalf("%s has no field %s", typ, name)
			}
			typ = f.Type
			for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Map {
				typ = typ.Elem()
			}
		}
		return typ
	}
	for _, c := range []struct {
		part reflect.Type
		what fields
	}{
		{reflect.TypeFor[index.Store](), fields{
			"indices": "kept", "templates": "kept", "parts": "kept", "legacy": "kept",
			"mu": "made", "dialect": "made", "now": "made", "newID": "made", "listener": "made", "listened": "made", "shapes": "made",
		}},
		{reflect.TypeFor[index.Index](), fields{
			"Name": "kept", "UUID": "kept", "Created": "kept", "Settings": "kept", "Mapping": "kept", "Aliases": "kept", "Docs": "kept",
			"latest": "kept", "seqNo": "kept", "seqNos": "kept", "term": "kept", "epoch": "kept",
			"Filters": "of a question", "hidden": "gone: a restart shows all", "shared": "made", "restored": "made",
			"mapped": "kept",
		}},
		{reflect.TypeFor[index.Doc](), fields{
			"ID": "kept", "Version": "kept", "SeqNo": "kept", "Order": "kept", "PrimaryTerm": "kept", "Routing": "kept", "Source": "kept",
			"deleted": "kept", "Fields": "made",
		}},
		{reflect.TypeFor[documents.Service](), fields{
			"store": "kept", "streams": "kept",
			"clock": "made", "settings": "made", "dialect": "made", "hidden": "made", "mu": "made", "closed": "made",
			"refreshes": "gone: a restart shows all", "scrolls": "gone, as on a node",
		}},
		{within(documents.Service{}, "streams"), fields{"templates": "kept", "made": "kept", "mu": "made", "revision": "made"}},
		{reflect.TypeFor[settings.Store](), fields{
			"persistent": "kept", "transient": "gone, as on a node", "mu": "made", "revision": "made", "registry": "made", "read": "made",
		}},
		{reflect.TypeFor[notifications.API](), fields{
			"store": "kept", "manners": "made", "clock": "made", "denyList": "made", "filters": "made", "http": "made", "outbox": "kept", "mu": "made",
		}},
		{within(notifications.API{}, "store"), fields{
			"live": "kept", "visible": "made", "pending": "gone: a restart shows all", "tombstones": "kept", "seq": "made",
			"clock": "made", "manners": "made", "revision": "made",
		}},
		{within(notifications.API{}, "store", "live"), fields{
			"id": "kept", "config": "kept", "created": "kept", "updated": "kept", "version": "kept", "access": "kept", "seq": "kept, by the order",
		}},
		{reflect.TypeFor[outbox.Log](), fields{"messages": "kept", "last": "kept, by the messages", "bytes": "made", "cleared": "gone: a follower of before begins anew", "mu": "made", "listener": "made"}},
		{reflect.TypeFor[alerting.API](), fields{
			"deps": "made", "mu": "made", "schedule": "made by Resume", "looks": "made by Resume", "runs": "of requests", "closed": "made", "monitorCount": "made",
			"harmed": "gone: a node that was started anew answers again",
		}},
		{reflect.TypeFor[security.Plugin](), fields{
			"secrets": "kept", "kept": "kept", "roles": "made", "store": "made", "mu": "made", "revision": "made", "given": "made",
		}},
	} {
		var want, have []string
		for name := range c.what {
			want = append(want, name)
		}
		for i := range c.part.NumField() {
			have = append(have, c.part.Field(i).Name)
		}
		slices.Sort(want)
		slices.Sort(have)
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("fields of %s (- known here, + there are): %s", c.part, diff)
		}
	}
}
