import { createSocket } from "node:dgram";
import { createServer } from "node:net";

const LOOPBACK = "127.0.0.1";

/** Ports that are free now, held until all are known, so that no two are the same. */
export async function freePorts(tcp: number, udp: number): Promise<{ tcp: number[]; udp: number[] }> {
  const servers = await Promise.all(Array.from({ length: tcp }, listen));
  const sockets = await Promise.all(Array.from({ length: udp }, bind));
  const ports = {
    tcp: servers.map((server) => portOf(server.address())),
    udp: sockets.map((socket) => portOf(socket.address())),
  };
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  for (const socket of sockets) socket.close();
  return ports;
}

function listen() {
  const server = createServer();
  return new Promise<typeof server>((resolve, reject) => {
    server.once("error", reject).listen(0, LOOPBACK, () => resolve(server));
  });
}

function bind() {
  const socket = createSocket("udp4");
  return new Promise<typeof socket>((resolve, reject) => {
    socket.once("error", reject).bind(0, LOOPBACK, () => resolve(socket));
  });
}

function portOf(address: ReturnType<ReturnType<typeof createServer>["address"]>): number {
  if (address === null || typeof address === "string") throw new Error("a port was expected");
  return address.port;
}
