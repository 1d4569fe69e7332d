package main

import (
	"bufio"
	"errors"
	"fmt"
	"strings"
)

// confirm asks a question that only one answer approves. Without a person to ask
// it refuses.
func (a *app) confirm(question, answer string) (bool, error) {
	if !a.interactive {
		return false, errors.New("there is no terminal to ask for approval: look at the plan, then run again with --auto-approve. Nothing was written")
	}
	fmt.Fprintf(a.err, "\n%s", question)
	a.err.Flush()
	given, err := bufio.NewReader(a.in).ReadString('\n')
	if err != nil && given == "" {
		return false, errors.New("no answer: nothing was written")
	}
	return strings.TrimSpace(given) == answer, nil
}
