namespace OtelBridge.ClickHouseEngine.Faults;

/// <summary>What tests ask for beside SQL: faults, and what was sent.</summary>
internal static class FaultEndpoints
{
    public static void MapFaults(this IEndpointRouteBuilder routes, FaultList faults, SentStatements statements)
    {
        // The id of a new fault.
        routes.MapPost("/_fault", (Fault fault) => faults.Add(fault).Id);

        // Answers when a statement was hit.
        routes.MapGet("/_fault/{id:int}/reached", (int id, CancellationToken cancellationToken) =>
            faults.Find(id)?.Reached.WaitAsync(cancellationToken) ?? Task.CompletedTask);
        routes.MapDelete("/_fault/{id:int}", faults.Remove);
        routes.MapDelete("/_fault", (string database) => faults.Clear(database));

        routes.MapGet("/_statements", statements.Of);
        routes.MapDelete("/_statements", statements.Forget);
    }
}
