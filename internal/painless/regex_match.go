package painless

// The server lets a regular expression look at six times as many characters as
// its text has and then throws. How many Java looks at exactly is not known
// here: a match that needs more than four times as many is refused.
const considerFactor = 4

// matching is one attempt to match a text.
type matching struct {
	text       []rune
	groups     []int // start and end of each group, -1 where it took no part
	considered int
	limit      int
	offset     int
}

func newMatching(e *expression, text []rune, offset int) *matching {
	m := &matching{text: text, groups: make([]int, 2*(e.groups+1)), limit: considerFactor * len(text), offset: offset}
	m.clear()
	return m
}

func (m *matching) clear() {
	for i := range m.groups {
		m.groups[i] = -1
	}
}

func (m *matching) charAt(i int) rune {
	if m.considered++; m.considered > m.limit {
		refuse(m.offset, "a regular expression near the server's limit of characters to consider")
	}
	return m.text[i]
}

// run matches a node at i and goes on with next.
func (m *matching) run(n rx, i int, next func(int) bool) bool {
	switch n := n.(type) {
	case *rxChar:
		return i < len(m.text) && n.is(m.charAt(i)) && next(i+1)
	case *rxSeq:
		return m.sequence(n.items, i, next)
	case *rxChoice:
		for _, item := range n.items {
			if m.run(item, i, next) {
				return true
			}
		}
		return false
	case *rxGroup:
		return m.group(n, i, next)
	case *rxRepeat:
		return m.repeat(n, i, 0, next)
	case *rxLook:
		saved := append([]int(nil), m.groups...)
		found := m.run(n.item, i, func(int) bool { return true })
		if n.not {
			m.groups = saved
		}
		return found != n.not && next(i)
	case *rxBack:
		return m.back(n, i, next)
	case *rxAtomic:
		end := -1
		return m.run(n.item, i, func(j int) bool { end = j; return true }) && next(end)
	case *rxBehind:
		return m.behind(n, i) != n.not && next(i)
	}
	return m.anchored(n, i) && next(i)
}

// behind tries the nearest place before i first.
func (m *matching) behind(n *rxBehind, i int) bool {
	saved := append([]int(nil), m.groups...)
	last := 0
	if n.max >= 0 {
		last = max(0, i-n.max)
	}
	for from := i - n.min; from >= last; from-- {
		if m.run(n.item, from, func(j int) bool { return j == i }) {
			if n.not {
				m.groups = saved
			}
			return true
		}
	}
	return false
}

func (m *matching) sequence(items []rx, i int, next func(int) bool) bool {
	if len(items) == 0 {
		return next(i)
	}
	return m.run(items[0], i, func(j int) bool { return m.sequence(items[1:], j, next) })
}

func (m *matching) group(n *rxGroup, i int, next func(int) bool) bool {
	if n.index == 0 {
		return m.run(n.item, i, next)
	}
	start, end := m.groups[2*n.index], m.groups[2*n.index+1]
	if m.run(n.item, i, func(j int) bool {
		s, e := m.groups[2*n.index], m.groups[2*n.index+1]
		m.groups[2*n.index], m.groups[2*n.index+1] = i, j
		if next(j) {
			return true
		}
		m.groups[2*n.index], m.groups[2*n.index+1] = s, e
		return false
	}) {
		return true
	}
	m.groups[2*n.index], m.groups[2*n.index+1] = start, end
	return false
}

func (m *matching) repeat(n *rxRepeat, i, count int, next func(int) bool) bool {
	again := func() bool {
		if n.max >= 0 && count >= n.max {
			return false
		}
		return m.run(n.item, i, func(j int) bool {
			if j == i && count >= n.min {
				return next(j) // an empty round is the last
			}
			return m.repeat(n, j, count+1, next)
		})
	}
	switch {
	case count < n.min:
		return again()
	case n.lazy:
		return next(i) || again()
	default:
		return again() || next(i)
	}
}

func (m *matching) back(n *rxBack, i int, next func(int) bool) bool {
	start, end := m.groups[2*n.index], m.groups[2*n.index+1]
	if start < 0 || i+end-start > len(m.text) {
		return false
	}
	for k := start; k < end; k++ {
		if m.charAt(k) != m.charAt(i+k-start) {
			return false
		}
	}
	return next(i + end - start)
}

func (m *matching) anchored(n rx, i int) bool {
	switch n := n.(type) {
	case *rxTextStart:
		return i == 0
	case *rxStart:
		if i == 0 || !n.multiline {
			return i == 0
		}
		return i < len(m.text) && isLineBreak(m.text[i-1]) && !(m.text[i-1] == '\r' && m.text[i] == '\n')
	case *rxTextEnd:
		return i == len(m.text) || n.beforeBreak && m.atLastBreak(i)
	case *rxEnd:
		if n.multiline {
			return i == len(m.text) || isLineBreak(m.text[i]) && !(m.text[i] == '\n' && i > 0 && m.text[i-1] == '\r')
		}
		return i == len(m.text) || m.atLastBreak(i)
	case *rxBoundary:
		return (m.wordAt(i-1) != m.wordAt(i)) != n.not
	}
	return false
}

// atLastBreak tells the line break that ends the text.
func (m *matching) atLastBreak(i int) bool {
	last := len(m.text) - 1
	switch {
	case i == last:
		return isLineBreak(m.text[i]) && !(m.text[i] == '\n' && i > 0 && m.text[i-1] == '\r')
	case i == last-1:
		return m.text[i] == '\r' && m.text[last] == '\n'
	}
	return false
}

func (m *matching) wordAt(i int) bool {
	if i < 0 || i >= len(m.text) {
		return false
	}
	if m.text[i] >= 128 {
		refuse(m.offset, "a word boundary beside %q", m.text[i])
	}
	return rxClasses['w'](m.text[i])
}

// find looks for the first match from a position on.
func (m *matching) find(e *expression, from int) bool {
	for i := from; i <= len(m.text); i++ {
		m.clear()
		if m.run(e.root, i, func(end int) bool {
			m.groups[0], m.groups[1] = i, end
			return true
		}) {
			return true
		}
	}
	m.clear()
	return false
}

// matches matches the whole text.
func (m *matching) matches(e *expression) bool {
	return m.matchesTo(e, func(end int) bool { return end == len(m.text) })
}

// lookingAt matches at the start of the text.
func (m *matching) lookingAt(e *expression) bool {
	return m.matchesTo(e, func(int) bool { return true })
}

func (m *matching) matchesTo(e *expression, accept func(end int) bool) bool {
	m.clear()
	if m.run(e.root, 0, func(end int) bool {
		if !accept(end) {
			return false
		}
		m.groups[0], m.groups[1] = 0, end
		return true
	}) {
		return true
	}
	m.clear()
	return false
}
