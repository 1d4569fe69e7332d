package monitortest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// clausesOf resolves a canonical query to its clauses, called as the configuration
// has them: the body that is sent has the window before them.
func clausesOf(query *orderedjson.Object, written testcase.Written) []clause {
	return called(split(query, ""), written)
}

func called(list []clause, written testcase.Written) []clause {
	for i := range list {
		list[i].path = calledBy(list[i].path, written)
		called(list[i].anyOf, written)
	}
	return list
}

// windowPath is what the window is called that no one wrote as a clause.
const windowPath = "window"

func calledBy(path string, written testcase.Written) string {
	number, rest, ok := strings.Cut(strings.TrimPrefix(path, "filter["), "]")
	n, err := strconv.Atoi(number)
	switch {
	case written == testcase.AsBody || !ok || err != nil:
		return path
	case n == 0:
		return windowPath
	case written == testcase.AsGraph:
		return fmt.Sprintf("where[%d]%s", n-1, rest)
	case written == testcase.AsFilter:
		return fmt.Sprintf("filter[%d]%s", n-1, rest)
	}
	return orQuery(strings.TrimPrefix(rest, "."))
}
