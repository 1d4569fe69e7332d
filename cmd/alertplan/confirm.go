package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
)

// confirm asks a question that only one answer approves. Without a person to ask
// it refuses; an interrupt is a no.
func (a *app) confirm(ctx context.Context, question, answer string) (bool, error) {
	if !a.interactive {
		return false, errors.New("there is no terminal to ask for approval: look at the plan, then run again with --auto-approve. Nothing was written")
	}
	fmt.Fprintf(a.err, "\n%s", question)
	a.err.Flush()
	answers := make(chan string, 1)
	go func() {
		given, _ := bufio.NewReader(a.in).ReadString('\n')
		answers <- given
	}()
	select {
	case <-ctx.Done():
		return false, nil
	case given := <-answers:
		return strings.TrimSpace(given) == answer, nil
	}
}
