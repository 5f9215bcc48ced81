using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tracking;

/// <summary>How often two filters hold for the same traces: normalised pointwise mutual information, as MLflow computes it.</summary>
internal static class FilterCorrelation
{
    public static CalculateFilterCorrelationResponse Of(long count1, long count2, long joint, long total)
    {
        var response = new CalculateFilterCorrelationResponse { Filter1Count = count1, Filter2Count = count2, JointCount = joint, TotalCount = total };
        if (count1 > 0 && count2 > 0 && total > 0)
        {
            response.Npmi = joint == 0 ? -1 : Npmi(joint, count1 - joint, count2 - joint, total - count1 - count2 + joint);
            response.NpmiSmoothed = Npmi(joint + 0.5, count1 - joint + 0.5, count2 - joint + 0.5, total - count1 - count2 + joint + 0.5);
        }

        return response;
    }

    private static double Npmi(double both, double only1, double only2, double neither)
    {
        if (only1 + only2 + neither == 0)
        {
            return 1;
        }

        var total = both + only1 + only2 + neither;
        var information = Math.Log(both) + Math.Log(total) - Math.Log(both + only1) - Math.Log(both + only2);
        return Math.Clamp(information / -(Math.Log(both) - Math.Log(total)), -1, 1);
    }
}
