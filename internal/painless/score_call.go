package painless

// scoreFunctions are the functions that scripts of scores may call beside their
// own; those that are not run here stand with a nil.
var scoreFunctions = map[string]func(c *invocation, a []float64) float64{
	"saturation/2": func(_ *invocation, a []float64) float64 { return a[0] / (a[1] + a[0]) },
	"sigmoid/3": func(c *invocation, a []float64) float64 {
		value := c.power(a[0], a[2])
		return value / (c.power(a[1], a[2]) + value)
	},
	"randomScore/1": nil, "randomScore/2": nil, "decayGeoLinear/5": nil, "decayGeoExp/5": nil, "decayGeoGauss/5": nil,
	"decayNumericLinear/5": nil, "decayNumericExp/5": nil, "decayNumericGauss/5": nil, "decayDateLinear/5": nil,
	"decayDateExp/5": nil, "decayDateGauss/5": nil, "termFreq/2": nil, "tf/2": nil, "totalTermFreq/2": nil, "sumTotalTermFreq/1": nil,
}

// scoreCall is a call of such a function; nil is none.
func (a *analyzer) scoreCall(n *localCallNode, s *scope) *ex {
	function, known := scoreFunctions[methodKey(n.name, len(n.arguments))]
	if !known {
		return nil
	}
	if function == nil {
		refuse(n.at(), "the function %s", n.name)
	}
	a.mark(n.at())
	types := make([]typ, len(n.arguments))
	for i := range types {
		types[i] = "double"
	}
	arguments, offset, name := a.arguments(n.arguments, types, s), n.at(), n.name
	return &ex{typ: "double", run: func(f *frame) Value {
		numbers := make([]float64, len(arguments))
		for i, argument := range arguments {
			numbers[i] = toDouble(argument(f))
		}
		return function(&invocation{frame: f, name: name, offset: offset}, numbers)
	}}
}
