namespace OtelBridge.Export.Spool;

/// <summary>Which parcel from disk is sent next: the oldest; but one that its destination does not take while it takes others must not hold them up.</summary>
/// <remarks>
/// A destination that is down and a parcel that it fails over look alike. So, after a few failures in a row, another parcel is tried: when that passes and the oldest fails
/// once more, the oldest is set aside, with all that may be set aside already, until the others have had their turn. While nothing passes, each trial takes another parcel.
/// </remarks>
internal sealed class ReplayOrder(ParcelSpool spool)
{
    private const int TryAnotherAfter = 3;

    private SpooledParcel? _aside;
    private SpooledParcel? _trial;
    private bool _othersPass;
    private int _failures;

    /// <summary>Gets whether the destination took what it was sent last, and no parcel is under suspicion.</summary>
    public bool IsSmooth => _failures == 0 && !_othersPass && _aside is null;

    private bool IsTrial => _failures % (TryAnotherAfter + 1) == TryAnotherAfter;

    /// <summary>The parcel to be sent now; null when nothing waits.</summary>
    public SpooledParcel? Next()
    {
        var oldest = spool.Next(_aside);
        if (oldest is null && _aside is not null)
        {
            (_aside, _othersPass) = (null, false);
            oldest = spool.Next();
        }

        return IsTrial && oldest is not null ? _trial = spool.Next(_trial ?? oldest) ?? spool.Next(oldest) ?? oldest : oldest;
    }

    /// <summary>The destination took the parcel, or it is settled otherwise.</summary>
    public void Passed()
    {
        (_othersPass, _trial, _failures) = (IsTrial, null, 0);
    }

    /// <summary>The destination does not take the parcel now.</summary>
    public void Failed(SpooledParcel parcel)
    {
        if (_othersPass)
        {
            (_aside, _othersPass, _failures) = (parcel, false, 0);
        }
        else
        {
            _failures++;
        }
    }
}
