package stream

import (
	"context"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/events"
)

// event is what goes from the reader to the runner.
type event struct {
	index, id     string
	text          []byte
	file          string
	line          int
	eventTimeUsed bool
	err           error // it could not be read
}

const (
	batchEvents = 128
	batchBytes  = 256 << 10
	batches     = 4 // on their way
)

// batch is a number of events with the memory that their texts lie in.
type batch struct {
	events []event
	memory []byte
}

// batches reads the input on a goroutine of its own. It ends with the input or the
// context.
func (r *runner) batches(ctx context.Context, in *events.Reader) (full <-chan *batch, empty chan<- *batch) {
	out, back := make(chan *batch, batches), make(chan *batch, 2*batches)
	go func() {
		defer close(out)
		b := &batch{}
		send := func() bool {
			select {
			case out <- b:
			case <-ctx.Done():
				return false
			}
			select {
			case b = <-back:
				b.events, b.memory = b.events[:0], b.memory[:0]
			default:
				b = &batch{}
			}
			return true
		}
		days := dayCache{}
		for raw := range in.Raw() {
			b.add(r.options.Index, raw, &days)
			if (len(b.events) >= batchEvents || len(b.memory) >= batchBytes) && !send() {
				return
			}
		}
		send()
	}()
	return out, back
}

func (b *batch) add(pattern string, raw events.Raw, days *dayCache) {
	e := event{file: raw.File, line: raw.Line, index: raw.Index}
	head, err := raw.Head()
	if err != nil {
		e.err = err
		b.events = append(b.events, e)
		return
	}
	from := len(b.memory)
	b.memory = append(b.memory, head.Text...) // if it moves, older events keep the older memory
	e.text = b.memory[from:]
	e.id, e.eventTimeUsed = head.ID, head.EventTimeUsed
	if e.index == "" {
		e.index = days.index(pattern, head.Timestamp)
	}
	b.events = append(b.events, e)
}

// dayCache remembers the index of the last day.
type dayCache struct{ day, name string }

func (c *dayCache) index(pattern string, timestamp any) string {
	text, ok := timestamp.(string)
	if _, plain := datetime.Instant(text); !ok || !plain {
		return events.IndexOfDay(pattern, events.Day(timestamp))
	}
	if day := text[:len("2020-02-07")]; day != c.day {
		c.day, c.name = day, events.IndexOfDay(pattern, events.Day(text))
	}
	return c.name
}

// read takes all events. The first error is the input's.
func (r *runner) read(ctx context.Context, in *events.Reader) (problems, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	full, empty := r.batches(ctx, in)
	for b := range full {
		for i := range b.events {
			r.event(&b.events[i])
		}
		select {
		case empty <- b:
		default:
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return in.Err(), nil
}
