using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>The assessments of one trace, the oldest first, in the form in which every backend gives them back.</summary>
internal sealed class ClientAssessments
{
    private static readonly Comparer<Assessment> Order = Comparer<Assessment>.Create(static (left, right) =>
        left.CreateTimeMs != right.CreateTimeMs
            ? left.CreateTimeMs.CompareTo(right.CreateTimeMs)
            : string.CompareOrdinal(left.AssessmentId, right.AssessmentId));

    private readonly List<Assessment> _all; // bounded by the size of a ClientState

    /// <summary>Makes a list of assessments that are in order.</summary>
    public ClientAssessments(IEnumerable<Assessment> stored) => _all = [.. stored];

    public IReadOnlyList<Assessment> All => _all;

    public Assessment? Find(string assessmentId) => _all.Find(assessment => assessment.AssessmentId == assessmentId);

    /// <summary>Adds an assessment under the id that it has, and gives it as it is stored; null when there is one of that id.</summary>
    public Assessment? Add(string traceId, Assessment assessment)
    {
        if (Find(assessment.AssessmentId) is not null)
        {
            return null;
        }

        var added = Form(assessment);
        added.TraceId = traceId;
        var at = _all.BinarySearch(added, Order);
        _all.Insert(at < 0 ? ~at : at, added);
        return added;
    }

    /// <summary>Notes that an assessment was replaced by another one, or no longer is.</summary>
    /// <returns>False when there is no such assessment.</returns>
    public bool SetValid(string assessmentId, bool valid)
    {
        if (Find(assessmentId) is not { } assessment)
        {
            return false;
        }

        assessment.Valid = valid;
        return true;
    }

    /// <summary>Changes an assessment, and gives it as it is stored; null when there is no such assessment.</summary>
    public Assessment? Change(string assessmentId, Action<Assessment> change)
    {
        var at = _all.FindIndex(assessment => assessment.AssessmentId == assessmentId);
        if (at < 0)
        {
            return null;
        }

        var changed = _all[at].Clone(); // a change that is refused half-way leaves it as it was
        change(changed);
        return _all[at] = Form(changed);
    }

    /// <summary>Removes an assessment; one that it overrode is valid again.</summary>
    /// <returns>False when there is no such assessment.</returns>
    public bool Remove(string assessmentId)
    {
        if (Find(assessmentId) is not { } assessment)
        {
            return false;
        }

        _all.Remove(assessment);
        SetValid(assessment.Overrides, valid: true);
        return true;
    }

    // What is not said is said by default.
    private static Assessment Form(Assessment assessment)
    {
        var form = assessment.Clone();
        form.Valid = !assessment.HasValid || assessment.Valid;
        if (form.KindCase == Assessment.KindOneofCase.None)
        {
            form.Feedback = new Feedback();
        }

        return form;
    }
}
