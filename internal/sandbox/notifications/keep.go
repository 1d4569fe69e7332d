package notifications

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// Kept are the configs of an API, to be kept. After a restart the lists show all of
// them: a node's searches see all that was written.
type Kept struct{ API *API }

// Revision is greater after each change.
func (k Kept) Revision() uint64 {
	k.API.mu.Lock()
	defer k.API.mu.Unlock()
	return k.API.store.revision
}

// Export writes the configs down, oldest write first, with the versions of those that
// were deleted.
func (k Kept) Export() *orderedjson.Object {
	k.API.mu.Lock()
	defer k.API.mu.Unlock()
	s := k.API.store
	configs, deleted := []any{}, []any{}
	for _, d := range slices.SortedFunc(maps.Values(s.live), func(a, b *doc) int { return cmp.Compare(a.seq, b.seq) }) {
		configs = append(configs, rest.O("config_id", d.id, "created", d.created, "updated", d.updated, "version", d.version,
			"access", texts(d.access), "config", d.config.object()))
	}
	for _, id := range slices.Sorted(maps.Keys(s.tombstones)) {
		t := s.tombstones[id]
		if s.clock.Now().Sub(t.at) < tombstoneLife {
			deleted = append(deleted, rest.O("config_id", id, "at", t.at.UnixNano(), "version", t.version))
		}
	}
	return rest.O("configs", configs, "deleted", deleted)
}

// Import reads what Export wrote into an API without configs.
func (k Kept) Import(from *orderedjson.Object) error {
	k.API.mu.Lock()
	defer k.API.mu.Unlock()
	s := k.API.store
	for _, v := range from.Array("configs") {
		o, _ := v.(*orderedjson.Object)
		body, err := orderedjson.Marshal(rest.O("config", o.Object("config")))
		if err != nil {
			return err
		}
		id := o.Text("config_id")
		e, err := parseEnvelope(body, updating, id, k.API.manners)
		if err != nil {
			return fmt.Errorf("channel [%s]: %w", id, err)
		}
		s.seq++
		d := &doc{id: id, config: e.config, created: number(o, "created"), updated: number(o, "updated"), version: int(number(o, "version")), seq: s.seq, access: textsOf(o)}
		s.live[id], s.visible[id] = d, d
	}
	for _, v := range from.Array("deleted") {
		o, _ := v.(*orderedjson.Object)
		s.tombstones[o.Text("config_id")] = tombstone{time.Unix(0, number(o, "at")), int(number(o, "version"))}
	}
	return nil
}

func texts(list []string) []any {
	out := []any{}
	for _, t := range list {
		out = append(out, t)
	}
	return out
}

// textsOf are the backend roles that a kept config is for.
func textsOf(o *orderedjson.Object) []string {
	var out []string
	for _, v := range o.Array("access") {
		if t, ok := v.(string); ok {
			out = append(out, t)
		}
	}
	return out
}

// number is a whole number of an object, 0 where there is none.
func number(o *orderedjson.Object, key string) int64 {
	v, _ := o.Get(key)
	n, _ := v.(json.Number)
	i, _ := n.Int64()
	return i
}
