namespace OtelBridge.ClickHouseEngine.Http;

/// <summary>The HTTP status that ClickHouse answers an error with.</summary>
internal static class ExceptionStatus
{
    public static int Of(int code) => code switch
    {
        194 => 401, // a password is required
        192 or 193 or 516 => 403, // user unknown, password wrong
        46 or 47 or 50 or 56 or 60 or 63 or 73 or 78 or 81 or 115 or 336 or 511 => 404, // function, identifier, type, storage, table, format, …, setting unknown
        6 or 15 or 25 or 26 or 27 or 36 or 38 or 41 or 43 or 44 or 53 or 62 or 69 or 72 or 117 => 400, // not parsed, arguments, types, data
        290 => 413, // the query is too large
        48 => 501, // not implemented
        76 or 209 => 503, // a file cannot be opened, a socket timed out
        159 => 408, // took too long
        _ => 500,
    };
}
