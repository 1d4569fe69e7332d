package search

// mergeInOrder goes through sorted lists at once, smallest first. Which of equal
// ones comes first is the server's: it follows from its heap (Lucene's
// PriorityQueue). Sums over shards are added up in this order.
func mergeInOrder[T any](lists [][]T, less func(a, b T) bool, each func(T)) {
	h := &mergeHeap[T]{lists: lists, less: less, at: make([]int, len(lists)), heap: []int{-1}}
	for i, list := range lists {
		if len(list) > 0 {
			h.heap = append(h.heap, i)
			h.up(len(h.heap) - 1)
		}
	}
	for len(h.heap) > 1 {
		top := h.heap[1]
		each(lists[top][h.at[top]])
		if h.at[top]++; h.at[top] == len(lists[top]) {
			last := len(h.heap) - 1
			h.heap[1] = h.heap[last]
			h.heap = h.heap[:last]
		}
		h.down()
	}
}

// mergeHeap is a heap of lists by their next element; its first place is unused.
type mergeHeap[T any] struct {
	lists [][]T
	at    []int
	heap  []int
	less  func(a, b T) bool
}

func (h *mergeHeap[T]) before(a, b int) bool {
	return h.less(h.lists[a][h.at[a]], h.lists[b][h.at[b]])
}

func (h *mergeHeap[T]) up(i int) {
	node := h.heap[i]
	for j := i / 2; j > 0 && h.before(node, h.heap[j]); j /= 2 {
		h.heap[i] = h.heap[j]
		i = j
	}
	h.heap[i] = node
}

func (h *mergeHeap[T]) down() {
	if len(h.heap) < 2 {
		return
	}
	i, node := 1, h.heap[1]
	for j := h.smaller(2); j < len(h.heap) && h.before(h.heap[j], node); j = h.smaller(2 * i) {
		h.heap[i] = h.heap[j]
		i = j
	}
	h.heap[i] = node
}

// smaller is the smaller one of two children.
func (h *mergeHeap[T]) smaller(j int) int {
	if j+1 < len(h.heap) && h.before(h.heap[j+1], h.heap[j]) {
		return j + 1
	}
	return j
}

// pollInOrder does the same where the server uses Java's PriorityQueue, which puts
// equal ones into another order.
func pollInOrder[T any](lists [][]T, compare func(a, b T) int, each func(T)) {
	var heap []int
	at := make([]int, len(lists))
	cmp := func(a, b int) int { return compare(lists[a][at[a]], lists[b][at[b]]) }
	add := func(x int) {
		heap = append(heap, x)
		k := len(heap) - 1
		for k > 0 {
			parent := (k - 1) / 2
			if cmp(x, heap[parent]) >= 0 {
				break
			}
			heap[k] = heap[parent]
			k = parent
		}
		heap[k] = x
	}
	poll := func() int {
		top, n := heap[0], len(heap)-1
		x := heap[n]
		heap = heap[:n]
		k := 0
		for k < n/2 {
			child := 2*k + 1
			if child+1 < n && cmp(heap[child], heap[child+1]) > 0 {
				child++
			}
			if cmp(x, heap[child]) <= 0 {
				break
			}
			heap[k] = heap[child]
			k = child
		}
		if n > 0 {
			heap[k] = x
		}
		return top
	}
	for i, list := range lists {
		if len(list) > 0 {
			add(i)
		}
	}
	for len(heap) > 0 {
		i := poll()
		each(lists[i][at[i]])
		if at[i]++; at[i] < len(lists[i]) {
			add(i)
		}
	}
}
