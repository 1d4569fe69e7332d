package outbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Kept are the messages of a log, to be kept one by one.
type Kept struct{ Log *Log }

// Numbers are those of the oldest message that is kept, and of the one to come.
func (k Kept) Numbers() (first, next int) {
	k.Log.mu.Lock()
	defer k.Log.mu.Unlock()
	return k.Log.first(), int(k.Log.last) + 1
}

// first is the number of the oldest message, or of the one to come. The caller holds
// the lock.
func (l *Log) first() int {
	if len(l.messages) == 0 {
		return int(l.last) + 1
	}
	return int(l.messages[0].Number)
}

// Entries writes the messages down from a number on.
func (k Kept) Entries(from int) (int, []*orderedjson.Object) {
	k.Log.mu.Lock()
	first := k.Log.first()
	from = max(from, first)
	messages := slices.Clone(k.Log.messages[min(from-first, len(k.Log.messages)):])
	k.Log.mu.Unlock()
	entries := make([]*orderedjson.Object, len(messages))
	for i, m := range messages {
		text, _ := json.Marshal(m) // texts, numbers and a time
		entries[i] = orderedjson.NewObject(orderedjson.Member{Key: "message", Value: string(text)})
	}
	return from, entries
}

// Import reads what Entries wrote.
func (k Kept) Import(first int, entries []*orderedjson.Object) error {
	messages := make([]Message, len(entries))
	for i, e := range entries {
		d := json.NewDecoder(bytes.NewReader([]byte(e.Text("message"))))
		if err := d.Decode(&messages[i]); err != nil {
			return fmt.Errorf("message %d: %w", first+i, err)
		}
	}
	k.Log.Import(messages)
	return nil
}
