package model

import "fmt"

// maxDelegates is how long a sequence may be.
const maxDelegates = 25

// Faults are what is wrong with a workflow as a request, each as the server tells
// it; nil for nothing (workflows/delegates_refused).
func (w *Workflow) Faults() []string {
	if len(w.Inputs) == 0 {
		return []string{"Input list can not be empty."}
	}
	delegates := w.Delegates()
	if len(delegates) == 0 {
		return []string{"Delegates list can not be empty."}
	}
	faults := []string{}
	orders, placed := map[string]int{}, map[int]bool{}
	for _, d := range delegates {
		orders[d.MonitorID] = d.Order
		placed[d.Order] = true
	}
	if len(delegates) > maxDelegates {
		faults = append(faults, fmt.Sprintf("Delegates list can not be larger then %d.", maxDelegates))
	}
	if len(orders) != len(delegates) {
		faults = append(faults, "Duplicate delegates not allowed")
	}
	if len(placed) != len(delegates) {
		faults = append(faults, "Sequence ordering of delegate monitor shouldn't contain duplicate order values")
	}
	return chainFaults(faults, delegates, orders)
}

// chainFaults adds what is wrong with the sources of findings. A source that is
// not in the sequence ends the search for faults.
func chainFaults(faults []string, delegates []Delegate, orders map[string]int) []string {
	for _, d := range delegates {
		if d.Chained == nil {
			continue
		}
		if id := d.Chained.MonitorID; id != nil {
			order, known := orders[*id]
			if !known {
				return append(faults, fmt.Sprintf("Chained Findings Monitor %s doesn't exist in sequence", *id))
			}
			if d.Order <= order {
				faults = append(faults, fmt.Sprintf("Chained Findings Monitor %s should be executed before monitor %s", *id, d.MonitorID))
			}
			continue
		}
		for _, id := range d.Chained.MonitorIDs {
			order, known := orders[id]
			if !known {
				return append(faults, fmt.Sprintf("Chained Findings Monitor %s doesn't exist in sequence", id))
			}
			if order >= d.Order {
				return append(faults, fmt.Sprintf("Chained Findings Monitor null should be executed before monitor %s. "+
					"Order of monitor being chained [%d] should be smaller than order of monitor using findings as source data [%d] in sequence",
					d.MonitorID, order, d.Order))
			}
		}
	}
	return faults
}
