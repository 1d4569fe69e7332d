package security

import (
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// ownIDs are the documents of the plugin's index.
var ownIDs = []string{
	"actiongroups", "allowlist", "audit", "config", "internalusers", "nodesdn", "roles", "rolesmapping", "tenants", "whitelist",
}

// makeIndex makes the plugin's own index, which every secured cluster has. Nothing reads
// its documents: they are there to be counted.
func makeIndex(store *index.Store) {
	properties := rest.O()
	for _, id := range ownIDs {
		properties.Set(id, rest.O("type", "text", "fields", rest.O("keyword", rest.O("type", "keyword", "ignore_above", 256))))
	}
	settings := rest.O("index.number_of_shards", "1", "index.number_of_replicas", "0", "index.auto_expand_replicas", "0-all")
	err := store.Create(Index, asRead(rest.O("settings", settings, "mappings", rest.O("properties", properties))))
	if err != nil {
		return // it is there: the store was kept
	}
	for _, id := range ownIDs {
		_, _ = store.Write(index.Write{Index: Index, ID: id, Source: rest.O(id, ""), Visible: index.AtOnce})
	}
}

// asRead brings an object that was built here to the types that reading JSON yields.
func asRead(o *orderedjson.Object) *orderedjson.Object {
	text, _ := orderedjson.Marshal(o) // holds JSON's types and Go's numbers only
	v, _ := orderedjson.Parse(text)
	parsed, _ := v.(*orderedjson.Object)
	return parsed
}
