using System.Globalization;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>What others ask of an experiment before they put something into it.</summary>
internal static class SqlExperiments
{
    private const string StageSql = "SELECT lifecycle_stage FROM experiments WHERE experiment_id = @id";

    /// <summary>Reads an id; null when the text is none, so that there is no such experiment.</summary>
    public static long? Key(string experimentId) =>
        long.TryParse(experimentId, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : null;

    /// <summary>Gives the key of an experiment that is not deleted.</summary>
    /// <exception cref="NotStoredException">There is no such experiment.</exception>
    /// <exception cref="RefusedChangeException">It is deleted.</exception>
    public static long RequireActive(SqlSession session, string experimentId)
    {
        if (Key(experimentId) is not { } key || session.Number(StageSql, ("@id", key)) is not { } stage)
        {
            throw NotStored(experimentId);
        }

        return stage == (long)LifecycleStage.Active ? key : throw Deleted(experimentId);
    }

    /// <summary>Gives the key of an experiment, also of a deleted one.</summary>
    /// <exception cref="NotStoredException">There is no such experiment.</exception>
    public static long Require(SqlSession session, string experimentId) =>
        Key(experimentId) is { } key && session.Number(StageSql, ("@id", key)) is not null ? key : throw NotStored(experimentId);

    /// <summary>Where the artifacts of an experiment lie that does not say it.</summary>
    public static string DefaultLocation(long key) => string.Create(CultureInfo.InvariantCulture, $"mlflow-artifacts:/{key}");

    public static RefusedChangeException Deleted(string experimentId) =>
        new($"The experiment {experimentId} must be in the 'active' state, and it is deleted. Restore it first.");

    public static NotStoredException NotStored(string experimentId) => new($"No Experiment with id={experimentId} exists");
}
