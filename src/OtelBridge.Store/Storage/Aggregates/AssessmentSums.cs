using System.Globalization;
using OtelBridge.Store.Aggregates;

namespace OtelBridge.Store.Storage.Aggregates;

/// <summary>What assessments of one name said, being added up.</summary>
internal sealed class AssessmentSums
{
    private long _count;
    private long _passed;
    private long _failed;
    private long _numbers;
    private double _sum;

    public long Count => _count;

    /// <summary>Adds a valid assessment by the JSON of its value; null where it has none.</summary>
    public void Add(string? json)
    {
        _count++;
        switch (json?.Trim().Trim('"').ToUpperInvariant())
        {
            case "TRUE" or "YES" or "PASS":
                _passed++;
                break;
            case "FALSE" or "NO" or "FAIL":
                _failed++;
                break;
            case { } text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                _numbers++;
                _sum += number;
                break;
        }
    }

    /// <summary>Adds what was summed up elsewhere.</summary>
    public void Add(long count, long passed, long failed, long numbers, double sum)
    {
        _count += count;
        _passed += passed;
        _failed += failed;
        _numbers += numbers;
        _sum += sum;
    }

    public AssessmentTotals ToTotals() => new(_count, _passed, _failed, _numbers == 0 ? null : _sum / _numbers);
}
