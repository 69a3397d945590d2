/** Stands where only the person knows the folder: assistants start programs in one of their own. */
export const dataFolder = '/path/to/the/data/of/alex'

/** What an assistant that starts programs on this computer is told. */
export const commandConfig = (key: string) =>
  JSON.stringify(
    { mcpServers: { alex: { command: '/path/to/alex', args: ['mcp'], env: { ALEX_DATA: dataFolder, ALEX_MCP_KEY: key } } } },
    null,
    2,
  )

/** What an assistant that asks over the network is told. */
export const addressConfig = (key: string, origin: string) =>
  JSON.stringify(
    { mcpServers: { alex: { type: 'http', url: `${origin}/mcp`, headers: { Authorization: `Bearer ${key}` } } } },
    null,
    2,
  )
