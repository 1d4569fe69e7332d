package painless

import (
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// byPath is Painless's getByPath of maps and lists: keys and indices with dots
// between them.
func (c *invocation) byPath(receiver Value) Value {
	path := c.text(0)
	switch {
	case path == "":
		throwArgument("Missing path", c.offset)
	case strings.HasSuffix(path, "."):
		throwArgument("Trailing dot in path ["+path+"]", c.offset)
	}
	elements := strings.Split(path, ".")
	at := receiver
	for i, e := range elements {
		if e == "" {
			throwArgument("Extra dot in path ["+path+"]", c.offset)
		}
		next, ok := c.pathStep(at, elements, i)
		if !ok {
			if len(c.arguments) == 2 {
				return c.arguments[1]
			}
			throwArgument("Could not find value at path ["+path+"]", c.offset)
		}
		at = next
	}
	return at
}

func (c *invocation) pathStep(at Value, elements []string, i int) (Value, bool) {
	switch at := at.(type) {
	case *javavalue.Map:
		return at.Get(elements[i])
	case *javavalue.List:
		index, err := strconv.ParseInt(elements[i], 10, 32)
		if err != nil {
			throwArgument("Could not parse ["+elements[i]+"] as a int index into list at path ["+strings.Join(elements, ".")+"] and index ["+strconv.Itoa(i)+"]", c.offset)
		}
		if int(index) <= len(at.Items) { // one too many, as on the server
			return c.call(at, "get", []Value{int32(index)}, c.offset), true
		}
	}
	return nil, false
}
