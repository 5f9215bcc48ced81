namespace OtelBridge.Store.Audit;

/// <summary>What somebody did, in few words that stay the same.</summary>
public enum AuditAction
{
    /// <summary>Nothing to write down: what everybody may ask, and what tells nothing of what is stored.</summary>
    None = 0,

    /// <summary>Looked at something by its id, or at a page.</summary>
    Read,

    /// <summary>Searched, counted, listed.</summary>
    Search,

    /// <summary>Sent spans, records of traces, files.</summary>
    Store,

    /// <summary>Changed what is stored: names, tags, runs, assessments; restored what was deleted.</summary>
    Change,

    /// <summary>Deleted traces, runs, experiments, assessments, files.</summary>
    Delete,

    /// <summary>Took traces away as files.</summary>
    Export,

    /// <summary>Changed people, permissions or keys.</summary>
    Grant,

    /// <summary>Was not let in.</summary>
    SignInRefused,

    /// <summary>Signed in by the page. Whoever sends name and password with each request is named at what they ask for.</summary>
    SignIn,

    /// <summary>The log itself: entries were removed for their age.</summary>
    Trim,

    /// <summary>The log itself: entries were lost.</summary>
    Lost,
}
