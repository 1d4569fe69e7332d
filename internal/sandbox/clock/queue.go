package clock

import (
	"container/heap"
	"time"
)

// queue are calls that are still due, earliest first, of one moment in the order
// in which they were asked for. It isn't safe for concurrent use.
type queue struct {
	calls []*call
	asked uint64
}

// call is a function and its moment.
type call struct {
	due   time.Time
	order uint64
	place int // in the queue; -1 outside of it
	f     func()
}

// add notes a call.
func (q *queue) add(due time.Time, f func()) *call {
	q.asked++
	c := &call{due: due, order: q.asked, f: f}
	heap.Push(q, c)
	return c
}

// first is the earliest call, nil where there is none.
func (q *queue) first() *call {
	if len(q.calls) == 0 {
		return nil
	}
	return q.calls[0]
}

// remove takes a call out, and tells whether it was there.
func (q *queue) remove(c *call) bool {
	if c.place < 0 {
		return false
	}
	heap.Remove(q, c.place)
	return true
}

// Len is heap.Interface's, as are Less, Swap, Push and Pop.
func (q *queue) Len() int { return len(q.calls) }

func (q *queue) Less(i, j int) bool {
	a, b := q.calls[i], q.calls[j]
	if a.due.Equal(b.due) {
		return a.order < b.order
	}
	return a.due.Before(b.due)
}

func (q *queue) Swap(i, j int) {
	q.calls[i], q.calls[j] = q.calls[j], q.calls[i]
	q.calls[i].place, q.calls[j].place = i, j
}

func (q *queue) Push(x any) {
	c, _ := x.(*call)
	c.place = len(q.calls)
	q.calls = append(q.calls, c)
}

func (q *queue) Pop() any {
	last := len(q.calls) - 1
	c := q.calls[last]
	q.calls[last], q.calls = nil, q.calls[:last]
	c.place = -1
	return c
}
