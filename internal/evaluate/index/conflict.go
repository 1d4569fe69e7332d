package index

import (
	"strconv"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// conflict refuses a write that what is there doesn't allow: a create, a lock or a
// version from outside.
func (x *Index) conflict(old *Doc, w Write) error {
	if w.Op == CreateOnly && old != nil && !old.deleted {
		return x.clash(w, "[%s]: version conflict, document already exists (current version [%d])", w.ID, old.Version)
	}
	if old != nil && x.ShardOf(old.RoutedBy()) != x.ShardOf(w.routedBy()) {
		return fault.Unsupported("document [%s] in two shards, by routing", w.ID)
	}
	if err := x.outdated(old, w); err != nil || w.Lock == nil {
		return err
	}
	if old == nil || old.deleted {
		return x.clash(w, "[%s]: version conflict, required seqNo [%d], primary term [%d]. but no document was found",
			w.ID, w.Lock.SeqNo, w.Lock.PrimaryTerm)
	}
	if old.SeqNo != w.Lock.SeqNo || old.PrimaryTerm != w.Lock.PrimaryTerm {
		return x.clash(w, "[%s]: version conflict, required seqNo [%d], primary term [%d]. current document has seqNo [%d] and primary term [%d]",
			w.ID, w.Lock.SeqNo, w.Lock.PrimaryTerm, old.SeqNo, old.PrimaryTerm)
	}
	return nil
}

// outdated refuses an external version that is not newer.
func (x *Index) outdated(old *Doc, w Write) error {
	switch e := w.External; {
	case e == nil || old == nil:
	case e.OrEqual && old.Version > e.Version:
		return x.clash(w, "[%s]: version conflict, current version [%d] is higher than the one provided [%d]", w.ID, old.Version, e.Version)
	case !e.OrEqual && old.Version >= e.Version:
		return x.clash(w, "[%s]: version conflict, current version [%d] is higher or equal to the one provided [%d]", w.ID, old.Version, e.Version)
	}
	return nil
}

func (x *Index) clash(w Write, format string, args ...any) error {
	return fault.New(409, "version_conflict_engine_exception", format, args...).With("index", x.Name).
		With("shard", strconv.Itoa(x.ShardOf(w.routedBy()))).With("index_uuid", x.UUID)
}
