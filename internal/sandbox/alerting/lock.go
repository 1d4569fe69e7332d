package alerting

import (
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// unassigned is the sequence number that counts as none.
const unassigned = -2

// lockParams are if_seq_no and if_primary_term as they were sent.
type lockParams struct{ seqNo, term int64 }

func readLock(r *rest.Request) (l lockParams, err error) {
	if l.seqNo, err = r.Int64("if_seq_no", unassigned); err != nil {
		return l, err
	}
	l.term, err = r.Int64("if_primary_term", 0)
	return l, err
}

// checkLock is check as the server tells its faults: where it judges the numbers in the
// code behind a lookup, a negative one looks like a failure of that
// (monitors/optimistic_locking on 1.3.14).
func (a *API) checkLock(l lockParams) (*index.Lock, *fault.Fault) {
	lock, f := l.check()
	if f != nil && f.Class == fault.IllegalArgument && a.deps.Dialect.BareDeletes {
		f = a.remoteFault()
	}
	return lock, f
}

// check makes a lock of both numbers; nil where none was asked for
// (monitors/optimistic_locking). It is judged only after the document was found.
func (l lockParams) check() (*index.Lock, *fault.Fault) {
	switch {
	case l.seqNo < 0 && l.seqNo != unassigned:
		return nil, fault.Require("sequence numbers must be non negative. got [%d].", l.seqNo)
	case l.term < 0:
		return nil, fault.Require("primary term must be non negative. got [%d]", l.term)
	case l.seqNo == unassigned && l.term != 0:
		return nil, invalidLock("ifSeqNo is unassigned, but primary term is [%d]", l.term)
	case l.seqNo != unassigned && l.term == 0:
		return nil, invalidLock("ifSeqNo is set, but primary term is [%d]", l.term)
	case l.seqNo == unassigned:
		return nil, nil
	}
	return &index.Lock{SeqNo: l.seqNo, PrimaryTerm: l.term}, nil
}

func invalidLock(format string, term int64) *fault.Fault {
	return fault.New(fault.RequestInvalid, "Validation Failed: 1: "+format+";", term)
}

// readRefresh reads the parameter refresh; without it a write is seen at once.
func readRefresh(r *rest.Request) (index.Visibility, error) {
	switch v := r.ParamOr("refresh", "true"); v {
	case "true", "", "wait_for":
		return index.AtOnce, nil
	case "false":
		return index.AtRefresh, nil
	default:
		return index.AtOnce, rest.IllegalArgument("Unknown value for refresh: [%s].", v)
	}
}
