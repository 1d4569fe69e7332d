package search

import (
	"math"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/pattern"
)

// move is moving_fn and moving_avg: a number of the buckets in a window.
func (p *aggregation) move(in *aggregation, buckets []namedBucket) error {
	over, err := p.movingFunction()
	if err != nil {
		return err
	}
	var values []float64
	there := make([]bool, len(buckets))
	for i, b := range buckets {
		x, some, err := p.value(in, b)
		if err != nil {
			return err
		}
		if there[i] = some && !math.IsNaN(x); there[i] {
			values = append(values, x)
		}
	}
	window, shift, at := integer(p.body, "window", 5), integer(p.body, "shift", 0), 0
	inside := func(i int) int { return min(max(i, 0), len(values)) }
	for i, b := range buckets {
		if !there[i] {
			continue
		}
		from, to := inside(at-window+shift), inside(at+shift)
		at++
		if p.kind == "moving_avg" && from >= to {
			continue
		}
		x, err := over(values[from:max(from, to)])
		if err != nil {
			return err
		}
		if err := p.put(b, x); err != nil {
			return err
		}
	}
	return nil
}

type movingFunction func([]float64) (float64, error)

var (
	movingCall = pattern.New(`^\s*(?:return\s+)?MovingFunctions\s*\.\s*(\w+)\s*\(\s*values\s*(?:,(.*))?\)\s*;?\s*$`)
	averageOf  = pattern.New(`^\s*MovingFunctions\s*\.\s*unweightedAvg\s*\(\s*values\s*\)\s*$`)
)

// movingFunction reads the one call of MovingFunctions that a script is made of;
// other scripts are refused.
func (p *aggregation) movingFunction() (movingFunction, error) {
	if p.kind == "moving_avg" {
		return p.movingModel()
	}
	source := p.body.Object("script").Text("source")
	call := movingCall.FindStringSubmatch(source)
	if call == nil {
		return nil, fault.Unsupported("aggregation [moving_fn] with the script [%s]", source)
	}
	if call[1] == "stdDev" && averageOf.MatchString(call[2]) {
		return func(values []float64) (float64, error) { return movingDeviation(values, movingAverage(values)), nil }, nil
	}
	var numbers []float64
	if call[2] != "" {
		for text := range strings.SplitSeq(call[2], ",") {
			x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
			if err != nil {
				return nil, fault.Unsupported("aggregation [moving_fn] with the script [%s]", source)
			}
			numbers = append(numbers, x)
		}
	}
	if of := movingNamed(call[1], numbers); of != nil {
		return func(values []float64) (float64, error) { return of(values), nil }, nil
	}
	return nil, fault.Unsupported("aggregation [moving_fn] with the script [%s]", source)
}

func movingNamed(name string, numbers []float64) func([]float64) float64 {
	switch {
	case name == "max" && len(numbers) == 0:
		return func(values []float64) float64 { return movingBest(values, math.Max) }
	case name == "min" && len(numbers) == 0:
		return func(values []float64) float64 { return movingBest(values, math.Min) }
	case name == "sum" && len(numbers) == 0:
		return movingSum
	case name == "unweightedAvg" && len(numbers) == 0:
		return movingAverage
	case name == "linearWeightedAvg" && len(numbers) == 0:
		return movingLinear
	case name == "stdDev" && len(numbers) == 1:
		return func(values []float64) float64 { return movingDeviation(values, numbers[0]) }
	case name == "ewma" && len(numbers) == 1:
		return func(values []float64) float64 { return movingExponential(values, numbers[0]) }
	case name == "holt" && len(numbers) == 2:
		return func(values []float64) float64 { return movingHolt(values, numbers[0], numbers[1]) }
	}
	return nil
}

// movingModel is a model of moving_avg that needs no fitting.
func (p *aggregation) movingModel() (movingFunction, error) {
	if integer(p.body, "predict", 0) > 0 || flag(p.body, "minimize") {
		return nil, fault.Unsupported("aggregation [moving_avg] with predictions, or a model that is fitted")
	}
	var of func([]float64) float64
	switch p.body.Text("model") {
	case "", "simple":
		of = func(values []float64) float64 {
			sum := 0.0
			for _, x := range values {
				sum += x
			}
			return sum / float64(len(values))
		}
	case "linear":
		of = movingLinear
	case "ewma":
		alpha := 0.3
		if v, ok := p.body.Object("settings").Get("alpha"); ok {
			alpha, _ = toFloat(v)
		}
		of = func(values []float64) float64 { return movingExponential(values, alpha) }
	default:
		return nil, fault.Unsupported("aggregation [moving_avg] with the model [%s]", p.body.Text("model"))
	}
	return func(values []float64) (float64, error) { return of(values), nil }, nil
}

func movingBest(values []float64, better func(a, b float64) float64) float64 {
	if len(values) == 0 {
		return nan
	}
	best := values[0]
	for _, x := range values[1:] {
		best = better(best, x)
	}
	return best
}

// movingSum is compensated, as Java sums a stream.
func movingSum(values []float64) float64 {
	sum, lost, simple := 0.0, 0.0, 0.0
	for _, x := range values {
		y := x - lost
		next := sum + y
		lost = next - sum - y
		sum = next
		simple += x
	}
	if total := sum - lost; !math.IsNaN(total) || !math.IsInf(simple, 0) {
		return total
	}
	return simple
}

func movingAverage(values []float64) float64 {
	if len(values) == 0 {
		return nan
	}
	sum := 0.0
	for _, x := range values {
		sum += x
	}
	return sum / float64(len(values))
}

func movingDeviation(values []float64, average float64) float64 {
	if math.IsNaN(average) {
		return nan
	}
	sum := 0.0
	for _, x := range values {
		away := x - average
		sum += float64(away * away)
	}
	return math.Sqrt(sum / float64(len(values)))
}

func movingLinear(values []float64) float64 {
	if len(values) == 0 {
		return nan
	}
	sum, weights := 0.0, 1
	for i, x := range values {
		sum += float64(x * float64(i+1))
		weights += i + 1
	}
	return sum / float64(weights)
}

func movingExponential(values []float64, alpha float64) float64 {
	if len(values) == 0 {
		return nan
	}
	average := values[0]
	for _, x := range values[1:] {
		average = float64(x*alpha) + float64(average*(1-alpha))
	}
	return average
}

func movingHolt(values []float64, alpha, beta float64) float64 {
	if len(values) == 0 {
		return nan
	}
	level, trend := values[0], 0.0
	for _, x := range values[1:] {
		before := level
		level = float64(alpha*x) + float64((1-alpha)*(before+trend))
		trend = float64(beta*(level-before)) + float64((1-beta)*trend)
	}
	return level
}
