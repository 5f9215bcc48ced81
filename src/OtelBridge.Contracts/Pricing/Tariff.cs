namespace OtelBridge.Pricing;

/// <summary>The prices of a model in one service tier: the usual ones, and those of long inputs.</summary>
/// <param name="Usual">The prices of inputs that no step reaches.</param>
/// <param name="Steps">Prices of longer inputs, the longest first. The prices of a step hold for the whole call.</param>
internal sealed record Tariff(Rates Usual, TariffStep[] Steps)
{
    /// <summary>The prices of a call with so many input tokens.</summary>
    public Rates For(long input)
    {
        foreach (var step in Steps)
        {
            if (input > step.Above)
            {
                return step.Rates;
            }
        }

        return Usual;
    }
}
